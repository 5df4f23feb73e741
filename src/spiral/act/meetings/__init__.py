"""Meetings: year plan, agenda, meeting mode, and minutes that write themselves."""
