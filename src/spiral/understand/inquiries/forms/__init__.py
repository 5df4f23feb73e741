"""Forms. Every message says which field, and what to do."""
