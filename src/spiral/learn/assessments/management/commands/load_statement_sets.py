"""The statement sets that follow with the product."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from spiral.learn.assessments.loading import load_shipped_sets


class Command(BaseCommand):
    help = "Läs in de påståendelistor som följer med"

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{load_shipped_sets()} påståendelistor inlästa")
