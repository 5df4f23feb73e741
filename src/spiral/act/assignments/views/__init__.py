"""Pages of assignments and their points; HTTP only."""
