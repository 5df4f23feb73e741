"""What a meeting collides with: red days and their eves, weekends, school breaks, other meetings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from spiral.act.meetings.models import Meeting


@lru_cache(maxsize=32)
def red_days(year: int, language: str) -> dict[date, str]:
    """Sweden's public holidays of a year and the eves when nobody meets, by name."""
    import holidays

    days = dict(holidays.country_holidays("SE", years=year, language="en_US" if language == "en" else "sv").items())
    midsummer = next(day for day in days if day.month == 6 and day.day >= 20)
    eves = {date(year, 12, 24): _("julafton"), date(year, 12, 31): _("nyårsafton")}
    return days | eves | {midsummer - timedelta(days=1): _("midsommarafton")}


def school_breaks(year: int) -> dict[str, tuple[date, date]]:
    """The weeks when schools in the region usually are closed. Each municipality decides its own: a hint, no rule."""
    easter_friday = next(day for day, name in red_days(year, "sv").items() if name == "Långfredagen")
    monday = easter_friday - timedelta(days=4)
    return {
        _("sportlov, oftast vecka 7"): _week(year, 7),
        _("påsklov, oftast veckan före eller efter påsk"): (monday, monday + timedelta(days=11)),
        _("höstlov, oftast vecka 44"): _week(year, 44),
    }


def _week(year: int, number: int) -> tuple[date, date]:
    return date.fromisocalendar(year, number, 1), date.fromisocalendar(year, number, 5)


def collisions(meeting: Meeting, others: Iterable[Meeting], language: str) -> list[str]:
    """Why the day may be a bad choice, in words; [] when nothing speaks against it."""
    day = timezone.localdate(meeting.starts_at)
    sentences = []
    if day in red_days(day.year, language):
        sentences.append(_("%(name)s är helgdag eller afton.") % {"name": red_days(day.year, language)[day]})
    elif day.isoweekday() > 5:
        sentences.append(_("Dagen är en lördag.") if day.isoweekday() == 6 else _("Dagen är en söndag."))
    for name, (first, last) in school_breaks(day.year).items():
        if first <= day <= last:
            sentences.append(_("Det är %(name)s.") % {"name": name})
    for other in others:
        if other.pk == meeting.pk or other.state == Meeting.State.CANCELLED:
            continue
        if other.starts_at < meeting.ends_at and meeting.starts_at < other.ends_at:
            name = other.network.name if other.network else other.title
            sentences.append(_("Samtidigt: %(name)s.") % {"name": name})
    return sentences
