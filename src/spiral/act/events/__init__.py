"""På gång: events and offers with sign-up, places and waiting list."""
