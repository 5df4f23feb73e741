"""Every write to meetings: planning, leading, notes, decisions and tasks, the summary."""
