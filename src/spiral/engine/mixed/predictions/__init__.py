"""What is expected of each row, and where a new pupil's own outcome lands."""
