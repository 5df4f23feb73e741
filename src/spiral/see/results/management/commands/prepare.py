"""Everything an installation needs before it serves, in one process: tables, packaged open data, statement sets, and in
the demo what is made up."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from spiral.config.rooms import PREPARED_BY
from spiral.ground import forgetting


class Command(BaseCommand):
    help = "Gör databasen redo: tabeller och medföljande öppna data"

    def handle(self, *args: object, **options: object) -> None:
        call_command("migrate", verbosity=0)
        forgetting.finish()
        for name in PREPARED_BY[settings.INSTALLATION]:
            if name != "load_demo" or settings.DEMO:
                call_command(name, stdout=self.stdout)
