"""An inquiry as files: the tree as CSV, everything as JSON, and a text to read as Markdown. No lock-in."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from spiral.documents.export import BESIDE, Sheet, as_file
from spiral.documents.export import TYPES as FILES
from spiral.documents.table import Cell, Table
from spiral.understand.inquiries.pages.tree import Node, tree
from spiral.understand.inquiries.pages.words import when
from spiral.understand.inquiries.queries import Whole

#: What a download of each kind is called.
TYPES = {
    "csv": FILES["csv"],
    BESIDE: FILES[BESIDE],
    "json": "application/json; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}


def inquiry_file(whole: Whole, kind: str) -> bytes:
    """The inquiry as ``kind``, one of TYPES."""
    if kind in ("csv", BESIDE):
        return as_file([tree_sheet(whole)], kind, "")
    return {"json": whole_file, "md": text_file}[kind](whole)


def tree_sheet(whole: Whole) -> Sheet:
    """The tree as a table: one row an answer, with its place in the tree."""
    rows = [
        [
            Cell(node.path),
            Cell(str(node.why)),
            Cell(node.because.text),
            Cell(_certainty(node)),
            Cell(node.because.how_known),
            Cell("; ".join(p.content.title for p in node.pieces)),
            Cell("; ".join(m.text for m in node.merged)),
        ]
        for node in tree(whole).walk()
    ]
    columns = [
        _("Plats"),
        _("Varför"),
        _("Svar"),
        _("Säkerhet"),
        _("Hur vet vi det?"),
        _("Underlag"),
        _("Sammanslaget med"),
    ]
    facts = {
        _("Undersökning"): whole.inquiry.title,
        _("Plats"): whole.inquiry.place_name,
    }
    note = {_("Observera"): said} if (said := _made_up(whole)) else {}
    filled = {name: text for name, text in facts.items() if text} | note
    return Sheet(Table(whole.inquiry.title, columns, rows), filled, every_row=note)


def whole_file(whole: Whole) -> bytes:
    """Everything, as it is kept; persons are left out."""
    inquiry = model_to_dict(whole.inquiry, exclude=["leader", "pencil", "pencil_of", "pencil_since"])
    content = {
        "inquiry": inquiry,
        "phases": [model_to_dict(p) for p in whole.phases],
        "becauses": [model_to_dict(b) for b in whole.becauses],
        "evidence": [model_to_dict(p) for p in whole.pieces],
        "hunches": [model_to_dict(h) for h in whole.hunches],
        "actions": [{**model_to_dict(a), "cycles": [model_to_dict(c) for c in a.cycles.all()]} for a in whole.actions],
        "checks": [model_to_dict(c) for c in whole.checks],
    }
    return (json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2) + "\n").encode()


def text_file(whole: Whole) -> bytes:
    """The inquiry as Markdown."""
    return ("\n".join(_lines(whole)) + "\n").encode()


def _lines(whole: Whole) -> Iterator[str]:
    inquiry = whole.inquiry
    yield f"# {_line(inquiry.title)}"
    yield ""
    yield " · ".join(filter(None, [inquiry.place_name, inquiry.started_on.isoformat(), _made_up(whole)]))
    if inquiry.problem:
        yield from ("", inquiry.problem)
    yield from ("", f"## {_('Underlag')}", "")
    for piece in whole.pieces:
        content = piece.content
        yield f"- **{_line(content.title)}** {_line(content.sentence)} ({_line(content.source)})"
    yield from ("", f"## {_('5 varför')}", "")
    for node in tree(whole).walk():
        how = f" {_('Hur vet vi det?')} {_line(node.because.how_known)}" if node.because.how_known else ""
        yield f"{'  ' * (node.why - 1)}- {_line(node.because.text)} *{_certainty(node)}.*{how}"
    yield from ("", f"## {_('Faser')}", "")
    for phase in whole.phases:
        yield f"{phase.number}. **{_line(phase.name)}** ({when(phase, whole.current)})"
        if phase.notes:
            yield f"   {_line(phase.notes)}"
    yield from ("", f"## {_('Det vi provar')}", "")
    for hunch in whole.hunches:
        yield f"- {_('Antagande')}: {_line(hunch.text)} ({hunch.get_outcome_display()})"
    for action in whole.actions:
        yield f"- {_('Åtgärd')}: {_line(action.what)}"
    yield from ("", f"## {_('Blev det skillnad?')}", "")
    for check in whole.checks:
        seen = (
            f"{check.looked_on.isoformat()}: {_line(check.sentence)} {_line(check.conclusion)}"
            if check.looked_on
            else ""
        )
        yield f"- {seen or check.planned_on.isoformat()}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _certainty(node: Node) -> str:
    return _("Belagt") if node.because.is_supported else _("Antagande")


def _made_up(whole: Whole) -> str:
    return _("Påhittat exempel.") if whole.inquiry.is_made_up else ""
