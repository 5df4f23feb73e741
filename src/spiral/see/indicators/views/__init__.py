"""Pages of local indicators; HTTP only."""
