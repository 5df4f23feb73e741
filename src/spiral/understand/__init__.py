"""Förstå: the rooms that ask why."""
