"""Needs map: municipality × area, what is prioritised, under way, or can be shared."""
