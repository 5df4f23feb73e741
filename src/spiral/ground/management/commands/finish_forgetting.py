"""Finishes what is due to be forgotten, while nobody reads what was before; run it every hour, and after backups."""

from __future__ import annotations

import sys

from django.core.management.base import BaseCommand, CommandParser

from spiral.ground import forgetting


class Command(BaseCommand):
    help = "Gör klart det som ska glömmas: det som är raderat tas ur databasens filer"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--wait", type=float, default=20, help="så många sekunder väntas på andra som läser")

    def handle(self, *args: object, wait: float, **options: object) -> None:
        forgetting.forget_what_is_old()
        left = forgetting.finish(patience=min(max(wait, 0.0), 3600.0))
        if left:
            self.stderr.write(
                f"{left} återstår: något läser databasen, till exempel en säkerhetskopia, eller en nyckelfil är låst. "
                "Kör kommandot igen när det är klart."
            )
            sys.exit(1)
        self.stdout.write("Allt som ska glömmas är glömt.")
