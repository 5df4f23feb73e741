"""The demo's made-up rounds: two shown, half a year apart, and one open to join from one's own telephone."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from spiral.apps.assessments.demo import load_demo_rounds


class Command(BaseCommand):
    help = "Lägg in påhittade skattningar i demon"

    def handle(self, *args: object, **options: object) -> None:
        made = load_demo_rounds()
        if made is None:
            raise CommandError("Påhittade skattningar läggs bara in i demon (SPIRAL_MODE=demo)")
        self.stdout.write(f"{made} påhittade omgångar inlagda")
