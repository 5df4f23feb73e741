"""The key of pupils' records, made where there is none."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand

from spiral.see.pupils import vault


class Command(BaseCommand):
    help = "Gör nyckeln till elevernas uppgifter, om det inte finns någon"

    def handle(self, *args: object, **options: object) -> None:
        if vault.ensure_key():
            self.stdout.write(f"En ny nyckel är gjord: {settings.PUPIL_KEY}. Lägg en kopia på ett säkert ställe.")
