"""Events written for a test."""

from __future__ import annotations

from spiral.trust.access.viewer import system
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.audit.models import Event


def write(count: int) -> list[Event]:
    return [record(Action.RESULTS_QUESTIONED, f"N{n}", by=system(), place="1470") for n in range(count)]
