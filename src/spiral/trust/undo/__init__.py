"""What somebody has taken away, kept for ten minutes on the server so that she can have it back."""
