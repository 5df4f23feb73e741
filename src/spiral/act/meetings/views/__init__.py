"""HTTP only, one file for each kind of page."""
