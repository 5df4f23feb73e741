"""Template tags of the house: the glyph of the loop, charts with their tables, emphasis of fixed phrases."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from spiral.documents import svg
from spiral.documents.chart import Chart, Differences, Interval, Mark, Trend
from spiral.ground import codes, screen

register = template.Library()

_HALF_TURNS = (
    "M10 12a2 2 0 0 1 4 0",
    "M14 12a4 4 0 0 1-8 0",
    "M6 12a6 6 0 0 1 12 0",
    "M18 12a8 8 0 0 1-16 0",
    "M2 12a10 10 0 0 1 20 0",
)


@register.filter
def code(code: str | None) -> str:
    """A code as it is printed: '865 585', 'ABCDE-FGHJK'; nothing where there is none."""
    return codes.formatted(code)


@register.simple_tag
def glyph(turn: int = 0, size: int = 22) -> SafeString:
    """The mark's five half-circles with one lit; 0 lights none."""
    paths = format_html_join(
        "",
        '<path d="{}"{}/>',
        (
            (d, mark_safe(' class="now" stroke="currentColor" stroke-width="2.6"') if i == turn else "")
            for i, d in enumerate(_HALF_TURNS, 1)
        ),
    )
    return format_html(
        '<svg class="glyph" width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="1.4" stroke-linecap="round" aria-hidden="true">{1}</svg>',
        size,
        paths,
    )


@register.simple_tag
def chart(spec: Chart, key: str, width: int = 360) -> SafeString:
    """A chart specification as SVG; its text is escaped by the pen that draws it."""
    return mark_safe(svg.draw(spec, key=key, width=width))  # noqa: S308


@register.simple_tag
def band(spec: Interval, mark: Mark, label: str) -> SafeString:
    """One row of an interval chart on the shared axis."""
    return mark_safe(svg.draw_band(spec, mark, label))  # noqa: S308


@register.simple_tag
def difference(spec: Differences, label: str) -> SafeString:
    """One row's difference from zero, with its interval."""
    return mark_safe(svg.draw_difference(spec, label))  # noqa: S308


@register.simple_tag
def band_head(spec: Interval) -> SafeString:
    """The shared axis above such rows."""
    return mark_safe(svg.draw_band_head(spec))  # noqa: S308


@register.simple_tag
def mini_trend(spec: Trend) -> SafeString:
    """The small grey trend at the end of such a row."""
    return mark_safe(svg.draw_mini_trend(spec))  # noqa: S308


@register.filter
def explained(sentence: str) -> SafeString:
    """The network's fixed phrases about uncertainty in bold; what says that chance is enough leads to what it means."""
    return mark_safe(screen.emphasized(str(sentence)))  # noqa: S308 - escaped there


@register.simple_tag
def explanation(*texts: object) -> SafeString:
    """A link to what the phrase means, beneath what cannot hold it (a heading, a link); '' where no text says it."""
    return mark_safe(screen.explanation(*map(str, texts)))  # noqa: S308 - holds nothing of the texts


@register.simple_tag
def mask_icon() -> SafeString:
    """The crossed eye beside a mask; hidden from screen readers, since the words say it."""
    return mark_safe(
        '<svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6" '
        'stroke-linejoin="round" stroke-linecap="round" aria-hidden="true">'
        '<path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z"/><path d="M2 14 14 2"/></svg>'
    )


@register.simple_tag
def note_icon() -> SafeString:
    """The ring with an i beside a notice."""
    return mark_safe(
        '<svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6" '
        'stroke-linecap="round" aria-hidden="true"><circle cx="8" cy="8" r="7"/><path d="M8 7.2v4.3M8 4.4v.3"/></svg>'
    )


@register.simple_tag
def other_language() -> dict[str, str]:
    """The language one may switch to, named in itself."""
    return {"code": "sv", "name": "Svenska"} if get_language() == "en" else {"code": "en", "name": "English"}


@register.filter
def places(count: int, words: str) -> str:
    """'1 kommun', '3 kommuner': the singular and the plural are given as 'kommun,kommuner'."""
    singular, plural = (gettext(w) for w in words.split(","))
    return f"{count} {singular if count == 1 else plural}"


class SentenceNode(template.Node):
    """What stands on lines of its own in the template, read as one run of text."""

    child_nodelists = ("parts",)

    def __init__(self, parts: template.NodeList) -> None:
        self.parts = parts

    def render(self, context: template.Context) -> SafeString:
        text = ""
        for line in filter(None, (line.strip() for line in self.parts.render(context).split("\n"))):
            is_close = not text or text.endswith("(") or line[0] in ",.;:)"
            text += line if is_close else f"\n{line}"
        return mark_safe(text)  # noqa: S308 - it was escaped when it was rendered


@register.tag
def sentence(parser: template.base.Parser, token: template.base.Token) -> SentenceNode:
    """Parts that may be there or not, one a line: no line break is printed before a comma, a full stop or a bracket."""
    parts = parser.parse(("endsentence",))
    parser.delete_first_token()
    return SentenceNode(parts)
