"""Readers, in a folder for each origin: original formats become validated tables, with every problem named."""
