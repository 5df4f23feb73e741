"""HTTP only: pages, files, and what is said about figures."""
