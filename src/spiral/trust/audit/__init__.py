"""Who did what, and who read what is protected: append-only, chained by hash."""
