"""Load the packaged (or a fetched) snapshot of open data into the database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from spiral.see.results.loading import load_snapshot
from spiral.sources.snapshot.files import BrokenSnapshot, open_snapshot
from spiral.trust.access.viewer import system


class Command(BaseCommand):
    help = "Läs in öppna data i databasen"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from", dest="folder", type=Path, help="en hämtad ögonblicksbild i stället för den medföljande"
        )

    def handle(self, *args: object, **options: Any) -> None:
        try:
            snapshot = open_snapshot(options["folder"])
        except BrokenSnapshot as error:
            raise CommandError(str(error)) from None
        figures = load_snapshot(snapshot, by=system(), say=lambda text: self.stdout.write(f"Läser in {text} …"))
        self.stdout.write(f"{figures} uppgifter på plats.")
