"""Kolada: its interface and its files, its own groups, and which of its indicators the pages show."""
