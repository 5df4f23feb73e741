"""Reminds by mail of tasks that are due within a week or late; run it every morning."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse
from django.utils import timezone

from spiral.act.meetings import letters, queries


class Command(BaseCommand):
    help = "Påminn om uppgifter som ska vara klara inom en vecka eller är sena"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", required=True, help="installationens adress: https://spiral.example")

    def handle(self, *args: object, address: str, **options: object) -> None:
        where = address.rstrip("/") + reverse("meetings:tasks")
        sent, lost = letters.send_reminders(queries.due_soon(timezone.localdate()), where)
        self.stdout.write(f"{sent} påminnelser skickade, {lost} gick inte att skicka")
