"""Local indicators: what the network itself asks its places for once a year, where nobody else measures."""
