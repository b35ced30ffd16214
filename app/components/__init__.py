"""Pieces of pages: typed functions that return Dash components."""
