"""The pages of a node over HTTP."""
