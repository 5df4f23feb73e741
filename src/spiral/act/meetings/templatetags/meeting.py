"""Tags of meeting mode: the clock of half-circles, minutes and seconds, the small signs beside a group."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from spiral.act.meetings.exports import day as told_day

register = template.Library()

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
def spiral_clock(share: float, size: int = 112) -> SafeString:
    """The item's time as the mark being drawn: ``share`` of it is gone. The words beside say the same."""
    return format_html(
        '<svg class="spiral-time" width="{0}" height="{0}" viewBox="3 3 94 94" fill="none" stroke-width="4" '
        'stroke-linecap="round" aria-hidden="true"><path class="track" d="{1}" pathLength="100"/>'
        '<path class="elapsed" d="{1}" pathLength="100" stroke-dasharray="{2} 100"/></svg>',
        size,
        _PATH,
        round(100 * share, 1),
    )


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
