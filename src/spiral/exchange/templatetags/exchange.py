"""The tag that takes a thing along from the page where it stands to the rooms that want it."""

from __future__ import annotations

from django import template
from django.template import Context

from spiral.exchange.evidence import destinations

register = template.Library()


@register.inclusion_tag("exchange/take_along.html", takes_context=True)
def take_along(context: Context, kind: str, ref: str, about: str = "", compact: bool = False) -> dict[str, object]:
    """Links that take a thing to the rooms that want it: an inquiry, a meeting; nothing for those who may not.
    ``about`` names the thing for those who hear the links out of their context; ``compact`` folds all but the first
    away, where there is a row of links for every line."""
    viewer = context["request"].viewer
    return {
        "ways": [(d.label(), d.url(kind, ref)) for d in destinations(viewer, kind)],
        "about": about,
        "compact": compact,
    }
