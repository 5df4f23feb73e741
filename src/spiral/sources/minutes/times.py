"""Times of the day as they are written in Swedish minutes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from spiral.sources.minutes.dates import DATE, is_dotted_day

_RANGE = re.compile(
    r"(?:(?P<kl>\bkl(?:ockan\b|\.)?\s*)|(?<![\d.,:/]))(?P<h>\d{1,2})(?:[.:](?P<m>\d\d))?\s*(?:-|–|—|\btill\b)\s*"
    r"(?:kl\.?\s*)?(?P<h2>\d{1,2})(?:[.:](?P<m2>\d\d))?"
    r"(?![\d%/]|[.:]\d|\s*(?:år|åk|st|elever|barn|skolor|kommuner|grupper|deltagare|personer|minuter|min|%|kr)\b)",
    re.IGNORECASE,
)
_AT = re.compile(
    r"(?:\bkl(?:ockan\b|\.)?\s*(\d{1,2})(?:[.:]?(\d\d))?|(?<![\d.,:/])(\d{1,2})[.:](\d\d))"
    r"(?![\d%/]|[.:]\d|\s*(?:kr|%|kronor|procent|poäng)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time, or a span of time, and where in the text it stands."""

    begins: time
    ends: time | None
    start: int
    end: int
    is_sure: bool  # minutes or "kl." say that it is a time; "9-12" may be anything


def times(text: str) -> list[TimeMention]:
    """Every time or span of time, in order, none inside another."""
    text = DATE.sub(_hidden, text)  # 03-09 in 2027-03-09 is no span of time
    mentions: list[TimeMention] = []
    for hit in _RANGE.finditer(text):
        begins, ends = _clock(hit["h"], hit["m"]), _clock(hit["h2"], hit["m2"])
        if begins and ends and ends > begins:
            sure = bool(hit["kl"] or hit["m"] or hit["m2"])
            mentions.append(TimeMention(begins, ends, hit.start(), hit.end(), sure))
    for hit in _AT.finditer(text):
        begins = _clock(hit[1] or hit[3], hit[2] or hit[4])
        if begins and not any(mention.start < hit.end() and hit.start() < mention.end for mention in mentions):
            mentions.append(TimeMention(begins, None, hit.start(), hit.end(), True))
    return sorted(mentions, key=lambda mention: mention.start)


def _hidden(hit: re.Match[str]) -> str:
    """A date as signs that are no figures; a clock, "13.15", stays."""
    return hit[0] if hit["td"] and not is_dotted_day(hit) else "#" * len(hit[0])


def _clock(hour: str, minute: str | None) -> time | None:
    h, m = int(hour), int(minute or 0)
    return time(h, m) if h < 24 and m < 60 else None
