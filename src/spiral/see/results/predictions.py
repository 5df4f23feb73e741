"""What was said before it came, set beside what came: from the snapshot's files, and in hindsight for earlier years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from spiral.see.results.models import Prediction
from spiral.see.results.outcomes import SIZES, PredictionOutcome
from spiral.sources.snapshot.files import Snapshot
from spiral.sources.snapshot.next_year import YearAhead, in_hindsight, reached

#: Raised when the way to count changes: an installation then counts again at its next load of the same snapshot.
REVISION = 1


def rows(snapshot: Snapshot) -> list[Prediction]:
    """Everything that was said before it came, with what was reached where it has come."""
    listed = []
    for file in snapshot.predictions:
        came = reached(snapshot.skolverket, snapshot.places, file.ahead.period)
        said = {"day": file.day, "period": file.ahead.period, "until": file.ahead.until}
        for one in file.ahead.ranges:
            values = {name: value for name, value in one._asdict().items() if name != "kind"}
            listed.append(Prediction(**said, **values, reached=came.get(one.place)))
    return listed


def outcomes(snapshot: Snapshot) -> list[PredictionOutcome]:
    """For each year and kind of place, the oldest first. A year that something was said of before it came is not told
    in hindsight too."""
    listed: list[PredictionOutcome] = []
    for file in snapshot.predictions:
        listed += _counted(snapshot, file.ahead, file.day.isoformat(), file.sha256)
    before = {file.ahead.period for file in snapshot.predictions}
    for ahead in in_hindsight(snapshot.skolverket, snapshot.places):
        if ahead.period not in before:
            listed += _counted(snapshot, ahead, "", "")
    return sorted(listed, key=lambda outcome: (outcome.period, outcome.day))


def _counted(snapshot: Snapshot, ahead: YearAhead, day: str, sha256: str) -> Iterable[PredictionOutcome]:
    came = reached(snapshot.skolverket, snapshot.places, ahead.period)
    for kind in ("unit", "municipality"):
        of_kind = [one for one in ahead.ranges if one.kind == kind]
        sizes = [[0, 0] for _size in SIZES]
        for one in of_kind:
            if one.place in came:
                size = sizes[sum(one.n >= least for least in SIZES) - 1]
                size[0] += one.holds(came[one.place])
                size[1] += 1
        yield PredictionOutcome(
            kind, ahead.period, ahead.until, day, sha256, len(of_kind), tuple((inside, n) for inside, n in sizes)
        )


def parameters(snapshot: Snapshot) -> dict[str, object]:
    """What is kept of it, and of which files."""
    return marks(snapshot) | {"outcomes": [asdict(outcome) for outcome in outcomes(snapshot)]}


def marks(snapshot: Snapshot) -> dict[str, object]:
    """What tells whether it has to be counted again."""
    return {"revision": REVISION, "files": {file.name: file.sha256 for file in snapshot.predictions}}
