"""Clients of open interfaces: one request at a time, page by page, with a journal of the answers."""
