"""A page's content where its template places it: ``{% blocks page.sections %}`` (decisions/0026)."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.template.engine import Engine
from django.utils.safestring import SafeString, mark_safe

from spiral.documents.blocks import Block, Bullets, Columns, Exhibit, Facts, Links, Notice, Paragraph, Section
from spiral.documents.table import Table

register = template.Library()

_NAMES: dict[type, str] = {
    Bullets: "bullets",
    Columns: "columns",
    Exhibit: "exhibit",
    Facts: "facts",
    Links: "links",
    Notice: "notice",
    Paragraph: "paragraph",
    Section: "section",
    Table: "table",
}
#: A table with more columns than this is set as cards on a telephone.
_FIT_A_TELEPHONE = 4


@register.simple_tag(takes_context=True)
def blocks(context: template.Context, content: Sequence[Block | Section] | Section, **menus: str) -> SafeString:
    """Blocks under each other. ``exhibit_files`` and ``exhibit_menu`` are templates for what the page's room can do
    with an exhibit, ``exhibit_picture`` one that draws it otherwise; ``block`` is the exhibit in them."""
    listed = [content] if isinstance(content, Section) else content
    with context.push(**menus):
        return mark_safe("\n".join(_rendered(context, block) for block in listed))  # noqa: S308 - escaped by each template


def _rendered(context: template.Context, block: Block | Section) -> str:
    name = next((name for kind, name in _NAMES.items() if isinstance(block, kind)), None)
    if name is None:
        raise TypeError(f"no template places a {type(block).__name__}")
    shape = Engine.get_default().get_template(f"ground/blocks/{name}.html")
    around: dict[str, object] = {"block": block}
    if isinstance(block, Section):
        around |= {"section_heading": block.heading}
    elif isinstance(block, Table):
        around |= {"is_caption_seen": block.caption != context.get("section_heading")}
    elif isinstance(block, Exhibit):
        table = block.table
        heading = context.get("section_heading", "")
        around |= {
            "about": block.heading or heading,
            "is_wide_table": table is not None and len(table.columns) > _FIT_A_TELEPHONE,
            "is_caption_seen": table is not None and table.caption != heading,
        }
    with context.push(**around):
        return str(shape.render(context)).strip()
