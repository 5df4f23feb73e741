"""What was understood, as text to read in a terminal."""

from __future__ import annotations

from datetime import time

from spiral.sources.minutes.contents import Minutes, PlannedDate


def as_text(minutes: Minutes) -> str:
    """Headings, counts and every line; what was not understood last."""
    parts = [minutes.title or "(ingen rubrik)", f"Började: {minutes.begins or 'datum saknas'}"]
    parts += _section(
        f"Deltagare ({len(minutes.participants)})",
        [", ".join(x for x in (p.name, p.office, p.municipality) if x) for p in minutes.participants],
    )
    for item in minutes.items:
        parts += _section(item.heading, [f"- {n}" for n in item.notes]) or ["", item.heading]
    parts += _section("Planerat", [_plan(p) for p in minutes.planned])
    steps = [f"{n}: {s}" for n, s in enumerate(minutes.statements.scale, 1)]
    parts += _section("Förslag till påståendelista", [*(f"- {s}" for s in minutes.statements.items), *steps])
    parts += _section("Länkar", [x.url for x in minutes.links])
    parts += _section("Förstods inte", list(minutes.unparsed))
    parts += _section("Att se över", list(minutes.problems))
    return "\n".join(parts)


def _section(heading: str, lines: list[str]) -> list[str]:
    return ["", heading, *(f"  {line}" for line in lines)] if lines else []


def _plan(plan: PlannedDate) -> str:
    day = plan.day.isoformat() if plan.day else "år okänt"
    times = "–".join(_clock(t) for t in (plan.start, plan.end) if t)
    year = " (året är uträknat)" if plan.is_inferred and plan.day else ""
    return " ".join(x for x in (day, times, plan.title or plan.source) if x) + year


def _clock(at: time) -> str:
    return f"{at.hour}.{at.minute:02}"
