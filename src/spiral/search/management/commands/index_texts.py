"""Builds the search index anew from every room's texts."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from spiral.search.actions import index_everything


class Command(BaseCommand):
    help = "Bygg sökregistret på nytt"

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{index_everything()} texter i sökregistret")
