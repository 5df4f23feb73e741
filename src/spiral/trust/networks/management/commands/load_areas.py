"""The areas that follow with the product."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from spiral.trust.networks.actions import load_areas


class Command(BaseCommand):
    help = "Läs in de områden som följer med"

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{load_areas()} områden inlästa")
