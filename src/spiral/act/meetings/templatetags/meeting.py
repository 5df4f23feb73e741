"""Tags of meeting mode: the clock of half-circles, minutes and seconds, the small signs beside a group."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from spiral.act.meetings.agenda import Hour, Timer
from spiral.act.meetings.exports import day as told_day
from spiral.documents.chart import Chart, Interval
from spiral.documents.svg import draw, draw_overview
from spiral.documents.svg.answers import draw_answers
from spiral.exchange.ratings import RatingResult

register = template.Library()

#: More than this are not drawn one by one.
MOST_MARKS = 60
#: More rows with intervals than this are not named one by one on the projector.
MOST_NAMED = 4
#: The width of a picture on the projector, in the units of its text.
WALL = 520

_PATH = (
    "M47 50a6 6 0 0 1 12 0a12 12 0 0 1 -24 0a18 18 0 0 1 36 0a24 24 0 0 1 -48 0"
    "a30 30 0 0 1 60 0a36 36 0 0 1 -72 0a42 42 0 0 1 84 0"
)
_SIGNS = {
    "done": "M2 8.5 6 12.5 14 3.5",
    "writing": "M2 14l1-4 8-8 3 3-8 8z",
    "empty": "M2 8h2M7 8h2M12 8h2",
    "waiting": "",
    "current": "",
}


@register.simple_tag
def spiral_clock(timer: Timer, size: int = 112) -> SafeString:
    """The item's time as the mark being drawn: empty at the start, whole when it is out, and what it goes over in black
    on top. The words beside say the same."""
    arcs = [
        format_html(
            '<path class="{}" d="{}" pathLength="100" stroke-dasharray="{} 200"{}/>',
            css,
            _PATH,
            f"{100 * share:.2f}",
            "" if share else mark_safe(" data-is-empty"),
        )
        for css, share in (("elapsed", timer.used), ("over", timer.over))
    ]
    return format_html(
        '<svg class="spiral-time" width="{0}" height="{0}" viewBox="3 3 94 94" fill="none" stroke-width="4" '
        'stroke-linecap="round" aria-hidden="true"><path class="track" d="{1}" pathLength="100"/>{2}{3}</svg>',
        size,
        _PATH,
        *arcs,
    )


@register.simple_tag
def hour(when: Hour) -> SafeString:
    """'9.10', as a time that a page's clock may move while it is estimated."""
    moves = format_html(' data-moves="{}"', when.seconds) if when.is_estimated else ""
    return format_html("<time{}>{}</time>", moves, date_format(timezone.localtime(when.at), "G.i"))


@register.simple_tag
def evidence_chart(chart: Chart, width: int, key: str) -> SafeString:
    """A frozen picture, drawn so wide in the units of its text (13): the narrower, the larger on a wall."""
    return mark_safe(draw(chart, key=key, width=width))  # noqa: S308 - the pen escapes


@register.simple_tag
def wall_chart(chart: Chart) -> SafeString:
    """A frozen picture for the projector; of many intervals only one's own are named, so that it is read from afar."""
    if isinstance(chart, Interval) and len(chart.marks) > MOST_NAMED:
        return mark_safe(draw_overview(chart, "skarm", WALL))  # noqa: S308 - the pen escapes
    return evidence_chart(chart, WALL, "skarm")


@register.simple_tag
def answers_chart(result: RatingResult) -> SafeString:
    """Every statement's answers in one picture, the one that divides the group lifted."""
    return mark_safe(draw_answers(result.statements, result.divided))  # noqa: S308 - the pen escapes


@register.filter
def steps(answered: int, people: int) -> list[bool]:
    """One mark for each who may answer or come, those who have first; none where they are too many to see."""
    return [n < answered for n in range(people)] if people <= MOST_MARKS else []


@register.filter
def clock(seconds: int) -> str:
    """'14:20'; over time '+2:05'."""
    whole = abs(int(seconds))
    return f"{'+' if seconds < 0 else ''}{whole // 60}:{whole % 60:02d}"


@register.simple_tag
def sign(kind: str) -> SafeString | str:
    """Done, writing or nothing yet; the words beside say it."""
    path = _SIGNS.get(kind, "")
    return path and format_html(
        '<svg width="14" height="14" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6" '
        'stroke-linejoin="round" stroke-linecap="round" aria-hidden="true"><path d="{}"/></svg>',
        path,
    )


@register.filter
def short_day(when: date | str | None) -> str:
    """'27 november', with the year when it is another."""
    return told_day(when if isinstance(when, str) else when.isoformat() if when else "")
