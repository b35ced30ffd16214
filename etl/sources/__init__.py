"""One module a source: each holds a pure ``parse`` that turns one official file into measures."""
