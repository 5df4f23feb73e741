"""The demo's made-up things, room by room."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from spiral.ground.demo import load_everything


class Command(BaseCommand):
    help = "Lägg in det som är påhittat i demon"

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("Det påhittade läggs bara in i demon (SPIRAL_MODE=demo)")
        for name, count in load_everything().items():
            self.stdout.write(f"{name}: {count} påhittade")
