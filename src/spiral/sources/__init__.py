"""Readers: original formats become validated tables, with every problem named."""
