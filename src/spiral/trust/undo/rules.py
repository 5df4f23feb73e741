"""How long what is removed is kept."""

from __future__ import annotations

from datetime import timedelta

#: A notice with "Ångra" stands on every page of hers so long.
KEPT = timedelta(minutes=10)
