"""Events written for a test."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps

from spiral.trust.access.viewer import system
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.audit.chain import signature_of
from spiral.trust.audit.models import Event, Head


def write(count: int) -> list[Event]:
    return [record(Action.RESULTS_QUESTIONED, f"N{n}", by=system(), place="1470") for n in range(count)]


def sign(end: Head) -> None:
    """The end of the log, as only whoever has the key can write it."""
    end.signature = signature_of(end)
    end.save()


def seal_earlier() -> None:
    """The log of 0.1.0 upgraded, as the migrations do it."""
    import_module("spiral.trust.audit.migrations.0002_typed_and_chained").seal_earlier(apps, None)
    import_module("spiral.trust.audit.migrations.0004_signed_head").sign_head(apps, None)
