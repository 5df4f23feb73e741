"""Who somebody is and what she may: people and their offices, municipalities and networks, the log."""
