"""Reminds by mail of tasks that are due within a week or late, and of invitations that nobody has answered some days
before the meeting; run it every morning."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse
from django.utils import timezone

from spiral.act.meetings import letters, queries


class Command(BaseCommand):
    help = "Påminn om uppgifter som ska vara klara inom en vecka eller är sena, och om inbjudningar utan svar"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", required=True, help="installationens adress: https://spiral.example")

    def handle(self, *args: object, address: str, **options: object) -> None:
        site = address.rstrip("/")
        about_tasks = letters.send_reminders(queries.due_soon(timezone.localdate()), site + reverse("meetings:tasks"))
        about_answers = letters.send_answer_reminders(queries.unanswered(timezone.now()), site)
        sent, lost = (sum(counts) for counts in zip(about_tasks, about_answers, strict=True))
        self.stdout.write(f"{sent} påminnelser skickade, {lost} gick inte att skicka")
