"""Search by name over what the reader may see."""
