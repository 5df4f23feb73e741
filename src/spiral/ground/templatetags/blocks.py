"""A page's content where its template places it: ``{% blocks page.sections %}`` (decisions/0026)."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.template.engine import Engine
from django.utils.safestring import SafeString, mark_safe

from spiral.documents.blocks import Block, Exhibit, Section
from spiral.ground import screen
from spiral.ground.templatetags.components import drawn

register = template.Library()


@register.simple_tag(takes_context=True)
def blocks(
    context: template.Context,
    content: Sequence[Block | Section] | Section,
    actions: screen.Actions | None = None,
    picture: str = "",
) -> SafeString:
    """Blocks under each other. ``actions`` are what the page's room can do with an exhibit; ``picture``
    is a template that draws it otherwise, with the exhibit as ``block``."""
    listed = [content] if isinstance(content, Section) else content

    def otherwise(exhibit: Exhibit) -> str:
        with context.push(block=exhibit):
            return str(Engine.get_default().get_template(picture).render(context))

    how = screen.Setting(component=drawn, actions=actions or screen.Actions(), picture=otherwise if picture else None)
    return mark_safe(screen.set_all(listed, how))  # noqa: S308 - each text is escaped where it is set
