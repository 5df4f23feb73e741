"""Lära: the rooms where those who want to know meet those who have tried."""
