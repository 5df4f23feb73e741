"""The demo's pupils: a made-up municipality's files, read in as anybody would, and files with faults to try."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

from spiral.see.pupils import actions, vault
from spiral.see.pupils.archive.drafts import DroppedFile
from spiral.sources.pupils.synthetic.drawing import SyntheticOrder, newest_year, usual_years
from spiral.sources.pupils.synthetic.writing import write_synthetic
from spiral.sources.snapshot.files import open_snapshot
from spiral.trust.access.viewer import system
from spiral.trust.networks.models import Municipality, Unit

_SEED, _PUPILS, _DIRTY = 14, 12_000, 0.02
#: Where the files to try lie: made-up, so they need not be sealed.
TRIAL = "demo_files"


def trial_files() -> list[DroppedFile]:
    """This spring's made-up files, with faults."""
    folder = settings.VAR / TRIAL
    return [DroppedFile(place.name, place.read_bytes()) for place in sorted(folder.glob("*.csv"))]


def load_pupils() -> int:
    """Make the municipality's files, read the right ones in and lay those with faults aside; how many were read in."""
    if vault.archive().batches():
        return 0
    with tempfile.TemporaryDirectory() as folder:
        right, wrong = Path(folder) / "right", Path(folder) / "wrong"
        observations = open_snapshot().skolverket
        for place, dirty in ((right, 0.0), (wrong, _DIRTY)):
            write_synthetic(SyntheticOrder(_SEED, _PUPILS, usual_years()), settings.OWNER, dirty, observations, place)
        _name_the_places(json.loads((right / "facit.json").read_text("utf-8")))
        files = [DroppedFile(place.name, place.read_bytes()) for place in sorted(right.glob("*/*.csv"))]
        trial = settings.VAR / TRIAL
        trial.mkdir(parents=True, exist_ok=True)
        for place in sorted(wrong.glob(f"*/*_{newest_year()}_*.csv")):
            (trial / place.name).write_bytes(place.read_bytes())
    actions.import_files(files, (), by=system(), is_command=True)
    return len(files)


def _name_the_places(truth: dict[str, Any]) -> None:
    """The made-up municipality and its schools in the register, so that pages can name them."""
    for known in truth["municipalities"]:
        Municipality.objects.get_or_create(
            code=known["code"], defaults={"name": known["name"], "slug": known["name"].lower()}
        )
    for unit in truth["units"]:
        Unit.objects.get_or_create(
            code=unit["unit"], defaults={"name": unit["name"], "municipality_id": unit["municipality"]}
        )
