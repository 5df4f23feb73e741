"""Inquiries: a problem, why five times, and the exploring spiral."""
