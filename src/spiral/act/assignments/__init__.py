"""Assignments: strategy, priority, assignment, points, and what has happened to each."""
