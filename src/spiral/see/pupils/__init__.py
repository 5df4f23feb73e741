"""Pupils at home: their records inside the municipality, and what they say. Only a node installs this room."""
