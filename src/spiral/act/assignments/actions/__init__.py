"""Writes of strategies, assignments and points."""
