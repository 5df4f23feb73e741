"""A template tag for each component, made from what ``ground.components`` declares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import template
from django.forms import BoundField, Textarea
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.engine import Engine
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from spiral.documents.chart import Chart
from spiral.documents.table import Table, as_table
from spiral.ground import markup
from spiral.ground.components import COMPONENTS, Component

register = template.Library()

#: Names of the page's context that a component's template sees too.
_AROUND = ("csrf_token", "is_member", "request")


class PropertyNode(template.Node):
    """A property that is more than a value, written between tags: ``{% part title %}…{% endpart %}``."""

    child_nodelists = ("nodes",)

    def __init__(self, name: str, nodes: template.NodeList) -> None:
        self.name, self.nodes = name, nodes

    def render(self, context: template.Context) -> SafeString:
        return mark_safe(self.nodes.render(context).strip())  # noqa: S308 - it was escaped when it was rendered


@register.tag("part")
def part(parser: Parser, token: Token) -> PropertyNode:
    """A property of the component around it, written between tags."""
    _tag, name = token.split_contents()
    nodes = parser.parse(("endpart",))
    parser.delete_first_token()
    return PropertyNode(name, nodes)


@dataclass
class ComponentNode(template.Node):
    """A component where it stands in a template."""

    child_nodelists = ("content",)

    component: Component
    address: list[FilterExpression]
    given: dict[str, FilterExpression | PropertyNode]
    content: template.NodeList | None

    def render(self, context: template.Context) -> SafeString:
        values = {p.name: p.default for p in self.component.properties}
        values |= {
            name: value.render(context) if isinstance(value, PropertyNode) else value.resolve(context)
            for name, value in self.given.items()
        }
        if self.address:
            view, *parts = (part.resolve(context) for part in self.address)
            values["url"] = reverse(view, args=parts)
        if self.content is not None:
            values["content"] = mark_safe(self.content.render(context).strip())  # noqa: S308 - escaped as it was rendered
        values |= _PREPARED.get(self.component.name, _nothing)(values)
        around = {name: context[name] for name in _AROUND if name in context}
        shape = Engine.get_default().get_template(self.component.template)
        return mark_safe(shape.render(context.new(around | values)).strip())  # noqa: S308 - escaped as it was rendered


def _tag(component: Component) -> Callable[[Parser, Token], ComponentNode]:
    def compile_tag(parser: Parser, token: Token) -> ComponentNode:
        _name, *bits = token.split_contents()
        address = []
        while bits and component.has_address and not _is_named(bits[0]):
            address.append(parser.compile_filter(bits.pop(0)))
        given: dict[str, FilterExpression | PropertyNode] = {}
        for required in [] if component.has_address else component.required:
            if bits and not _is_named(bits[0]):
                given[required] = parser.compile_filter(bits.pop(0))
        given |= token_kwargs(bits, parser)
        if bits:
            raise template.TemplateSyntaxError(f"The component {component.name} takes name=value, not {bits[0]}.")
        content = None
        if component.has_content:
            content = parser.parse((component.end,))
            parser.delete_first_token()
            for node in [n for n in content if isinstance(n, PropertyNode)]:
                content.remove(node)
                given[node.name] = node
        if refused := component.refusal(set(given)):
            raise template.TemplateSyntaxError(refused)
        return ComponentNode(component, address, given, content)

    return compile_tag


def _is_named(bit: str) -> bool:
    name, equals, _value = bit.partition("=")
    return bool(equals) and name.isidentifier()


for _component in COMPONENTS.values():
    register.tag(_component.name, _tag(_component))


def _nothing(_given: dict[str, object]) -> dict[str, object]:
    return {}


def _field(given: dict[str, object]) -> dict[str, object]:
    """The control with what describes it; choices that are buttons are a group of their own."""
    bound, text = given["bound"], given["help"]
    assert isinstance(bound, BoundField)
    text = text or bound.help_text
    around = {"field": bound, "text": text, "label": given["label"] or bound.label}
    widget = bound.field.widget
    if not bound.use_fieldset and getattr(widget, "input_type", "") == "checkbox":
        return {**around, "is_box": True}
    if bound.use_fieldset:
        return {**around, "is_group": True}
    described = [f"{bound.id_for_label}-{end}" for end, there in (("h", text), ("f", bound.errors)) if there]
    attributes: dict[str, str | bool] = {"class": f"input {widget.attrs.get('class', '')}".strip()}
    attributes |= {"aria-describedby": " ".join(described)} if described else {}
    attributes |= {"aria-invalid": "true"} if bound.errors else {}
    attributes |= {"list": str(given["suggestions"])} if given["suggestions"] else {}
    area = Textarea({"rows": given["rows"]}) if given["rows"] else None
    return {**around, "control": bound.as_widget(widget=area, attrs=attributes)}


def _table(given: dict[str, object]) -> dict[str, object]:
    """The whole table: its cells are too many for a template."""
    what = given["what"]
    shown = as_table(what) if isinstance(what, Chart) else what
    assert isinstance(shown, Table)
    return {"drawn": markup.table(shown, stacked=bool(given["stacked"]), caption=bool(given["caption"]))}


def drawn(name: str, **values: object) -> SafeString:
    """A component outside a template. ``content`` is markup."""
    component = COMPONENTS[name]
    if refused := component.refusal(set(values) - {"content"}):
        raise TypeError(refused)
    around = {p.name: p.default for p in component.properties} | values
    around["content"] = mark_safe(str(values.get("content", "")))  # noqa: S308 - who draws it has escaped it
    around |= _PREPARED.get(name, _nothing)(around)
    shape = Engine.get_default().get_template(component.template)
    return mark_safe(shape.render(template.Context(around)).strip())  # noqa: S308 - escaped as it was rendered


_PREPARED: dict[str, Callable[[dict[str, object]], dict[str, object]]] = {"field": _field, "table": _table}
