"""Pages of persons: one's own, and the register; HTTP only."""
