"""The spiral's picture, drawn where a template asks for it."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from spiral.documents.svg.spiral import Spiral, draw_spiral

register = template.Library()


@register.simple_tag
def spiral_of(spec: Spiral) -> SafeString:
    """A spiral as SVG; its text is escaped by the pen that draws it."""
    return mark_safe(draw_spiral(spec, "spiral"))  # noqa: S308
