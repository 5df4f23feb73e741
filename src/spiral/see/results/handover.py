"""What published figures hand to other rooms: evidence that can be looked at again, indicators to find, and what is
published already."""

from __future__ import annotations

from spiral.exchange.evidence import SOURCES
from spiral.exchange.texts import NAME_SOURCES
from spiral.see.results.published import register_families


def register() -> None:
    """Everything the room hands to others; called once, when Django is ready."""
    SOURCES.register_later("figure", "spiral.see.results.evidence:Figures")
    SOURCES.register_later("expected", "spiral.see.results.expected_evidence:ExpectedValues")
    SOURCES.register_later("region", "spiral.see.results.region_evidence:Regions")
    NAME_SOURCES.register_later("indicator", "spiral.see.results.names:Indicators")
    register_families()
