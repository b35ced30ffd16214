"""Charts as pure functions: plain data in, a ``go.Figure`` out."""
