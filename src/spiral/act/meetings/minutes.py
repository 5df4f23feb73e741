"""The summary composed once, for the page and for the paper that is sent out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.act.meetings.exports import day, span
from spiral.act.meetings.models import Meeting
from spiral.act.meetings.summary import GroupNote, ItemSummary, NoteLine, Summary
from spiral.documents.blocks import (
    Block,
    Bullet,
    Bullets,
    Columns,
    Document,
    Exhibit,
    Facts,
    Hyperlink,
    Links,
    Paragraph,
    Section,
)
from spiral.documents.chart import Differences
from spiral.documents.frozen import picture
from spiral.documents.table import Cell, Table
from spiral.engine.numbers import Language
from spiral.exchange.evidence import Evidence
from spiral.exchange.ratings import RatingResult, ratings
from spiral.ground.words import in_words, joined


def minutes(meeting: Meeting, summary: Summary, language: Language) -> Document:
    """What happened: decisions and tasks first, then item by item, then every item with its time, and who was there."""
    sections = []
    if summary.decisions:
        sections.append(Section(_("Beslut"), [Bullets.of(summary.decisions)], "b"))
    if summary.tasks:
        sections.append(Section(_("Uppgifter"), [_tasks(summary)], "u"))
    sections += [_item(item, language) for item in summary.points if item.has_something]
    if any(item.minutes for item in summary.points):
        sections.append(Section(_("Alla punkter och deras tid"), [_times(meeting, summary)], "t"))
    sections.append(_people(summary))
    if summary.files:
        sections.append(Section(_("Bilagor"), [Bullets([_file(meeting, f) for f in summary.files])], "fi"))
    return Document(
        _title(summary),
        summary.lead,
        sections,
        _facts(meeting, summary),
        _foot(meeting, summary),
        language,
        " ".join(filter(None, (_state(meeting), _("Påhittat exempel.") if summary.is_made_up else ""))),
    )


def _state(meeting: Meeting) -> str:
    """That it may still change; '' once it is published."""
    if meeting.published_at:
        return ""
    running = meeting.state == Meeting.State.RUNNING
    return _("Mötet pågår: så här långt.") if running else _("Inte publicerad än.")


def _title(summary: Summary) -> str:
    """'Träff i december: ett beslut och två uppgifter'."""
    if not summary.decisions and not summary.tasks:
        return summary.title
    decided, promised = len(summary.decisions), len(summary.tasks)
    decisions = ngettext("ett beslut", "%(n)s beslut", decided) % {"n": in_words(decided)}
    tasks = ngettext("en uppgift", "%(n)s uppgifter", promised) % {"n": in_words(promised)}
    return f"{summary.title}: {joined([decisions, tasks])}"


def _facts(meeting: Meeting, summary: Summary) -> list[str]:
    start, end = (timezone.localtime(datetime.fromisoformat(x)) for x in (summary.starts_at, summary.ends_at))
    when = _began(start) if meeting.state == Meeting.State.RUNNING else span(start, end)
    count = len(summary.present)
    published = _("Publicerad %(day)s") % {"day": _published_on(meeting)} if meeting.published_at else ""
    present = ngettext("En var med", "%(n)s var med", count) % {"n": count}
    facts = [when[:1].upper() + when[1:], _planned(summary, start, end), summary.where, present, published]
    return [fact for fact in facts if fact]


def _began(at: datetime) -> str:
    """Of a meeting that goes on nobody knows when it ends."""
    return _("Började %(day)s kl. %(start)s") % {
        "day": date_format(at, "l j F Y"),
        "start": date_format(at, "G.i"),
    }


def _planned(summary: Summary, began: datetime, ended: datetime) -> str:
    """When it was to begin and end, where that is another time than it did; '' otherwise."""
    if not summary.planned:
        return ""
    start, end = (timezone.localtime(datetime.fromisoformat(x)) for x in summary.planned)
    if span(start, end) == span(began, ended):
        return ""
    if start.date() != began.date():
        return _("Planerat %(when)s") % {"when": span(start, end)}
    hours = {"start": date_format(start, "G.i"), "end": date_format(end, "G.i")}
    return _("Planerat kl. %(start)s–%(end)s") % hours


def _foot(meeting: Meeting, summary: Summary) -> str:
    foot = _("%(title)s, sammanfattning") % {"title": summary.title}
    return foot + _(", publicerad %(day)s") % {"day": _published_on(meeting)} if meeting.published_at else foot


def _published_on(meeting: Meeting) -> str:
    return date_format(timezone.localtime(meeting.published_at), "j F Y") if meeting.published_at else ""


def _file(meeting: Meeting, file: Mapping[str, Any]) -> Bullet:
    url = reverse("meetings:attachment", args=[meeting.pk, file["id"]])
    return Bullet(file["name"], url, note=filesizeformat(file["size"]))


def _tasks(summary: Summary) -> Table:
    rows = [[Cell(t["text"]), Cell(t["who"], wide=True), Cell(day(t["due"]) or "–", wide=True)] for t in summary.tasks]
    return Table(_("Uppgifter"), [_("Uppgift"), _("Vem"), _("När")], rows)


def _times(meeting: Meeting, summary: Summary) -> Table:
    """Every item, when it was to begin and how long it was to take, and how it went."""
    rows = [
        [
            Cell(f"{item.number}. {item.title}"),
            Cell(_time(item.planned_at, "", item.minutes), wide=True),
            Cell(_went(meeting, item), wide=True),
        ]
        for item in summary.points
    ]
    return Table(_("Alla punkter och deras tid"), [_("Punkt"), _("Planerat"), _("Blev")], rows)


def _went(meeting: Meeting, item: ItemSummary) -> str:
    if item.minutes_used is None:
        return _("har inte börjat") if meeting.state == Meeting.State.RUNNING else _("hanns inte med")
    return _time(item.began_at, item.ended_at, item.minutes_used)


def _time(begins: str, ends: str, minutes: int) -> str:
    """'kl. 9.00–9.12, 10 min', as far as it is known."""
    hours = "–".join(date_format(timezone.localtime(datetime.fromisoformat(at)), "G.i") for at in (begins, ends) if at)
    length = _("%(minutes)s min") % {"minutes": minutes}
    return _("kl. %(hours)s, %(length)s") % {"hours": hours, "length": length} if hours else length


def _item(item: ItemSummary, language: Language) -> Section:
    blocks: list[Block | Section] = []
    if item.minutes:
        used = (
            _("%(used)s av %(n)s minuter.") % {"used": item.minutes_used, "n": item.minutes}
            if item.minutes_used is not None
            else _("Hanns inte med.")
        )
        blocks.append(Paragraph(used, dim=True))
    if item.evidence:
        blocks += _figure(item, Evidence.from_json(item.evidence))
    if item.round:
        blocks += _rating(item, item.round, language)
    written = [note for note in item.notes if note.lines]
    blocks += [Bullets([_bullet(line) for line in note.lines]) for note in written if not note.number]
    if groups := [note for note in written if note.number]:
        blocks.append(Columns([_group(note) for note in groups]))
    rows = [(_("Beslut"), text) for text in item.decisions]
    rows += [(_("Uppgift"), ", ".join(x for x in (t["text"], t["who"], day(t["due"])) if x)) for t in item.tasks]
    if rows:
        blocks.append(Facts(rows))
    return Section(f"{item.number}. {item.title}", blocks, f"p{item.number}")


def _figure(item: ItemSummary, evidence: Evidence) -> list[Block]:
    """What was taken along: its sentence with its picture, and where it comes from."""
    chart, differences = picture(evidence.chart), picture(evidence.differences)
    figure = Exhibit(
        key=f"f{item.number}",
        heading=evidence.title if evidence.title != item.title else "",
        sentence=evidence.sentence,
        chart=chart,
        whole=chart,
        differences=differences if isinstance(differences, Differences) else None,
    )
    return [figure, _source(evidence.source, evidence.is_made_up)]


def _rating(item: ItemSummary, rating: int, language: Language) -> list[Block | Section]:
    """What was shown of a self-assessment about each of its targets. It is read where it was answered and never changes
    once it is shown, and is gone here too when it is discarded."""
    url = reverse("assessments:round", args=[rating])
    results = ratings().results(rating, language) if item.is_rated else []
    link = Links([Hyperlink(_("Självskattningens resultat"), url)])
    return [*(_result(item, n, result) for n, result in enumerate(results, 1)), link]


def _result(item: ItemSummary, number: int, result: RatingResult) -> Section:
    """How many, mean and spread, and the statement that divides the group."""
    chart = next((answers for n, answers in result.statements if n == result.divided), None)
    statement = f"”{result.statement}”" if result.statement else ""
    divides = Exhibit(
        key=f"r{item.number}-{number}", sentence=result.sentence, aside=statement, chart=chart, whole=chart
    )
    return Section(result.target, [divides, _source(f"{result.summary} {result.spread}", result.is_made_up)], level=3)


def _source(text: str, is_made_up: bool) -> Paragraph:
    return Paragraph(" ".join(filter(None, (text.strip(), _("Påhittat exempel.") if is_made_up else ""))), dim=True)


def _group(note: GroupNote) -> Section:
    heading = _("Grupp %(n)s") % {"n": note.number}
    members = Paragraph(", ".join(sorted(set(note.members))), dim=True)
    return Section(heading, [members, Bullets([_bullet(line) for line in note.lines])], level=3)


def _bullet(line: NoteLine) -> Bullet:
    """A line, with which groups wrote it where several did."""
    groups = joined([str(group) for group in line.groups]) if len(line.groups) > 1 else ""
    return Bullet(line.text, note=_("(grupp %(groups)s)") % {"groups": groups} if groups else "")


def _people(summary: Summary) -> Section:
    present = "; ".join(summary.present) or _("Ingen är antecknad som närvarande.")
    people = [Paragraph(present)]
    if summary.led_by:
        people.append(Paragraph(_("Ledde mötet: %(who)s.") % {"who": summary.led_by}))
    if summary.absent:
        people.append(Paragraph(_("Inte med: %(names)s.") % {"names": "; ".join(summary.absent)}, dim=True))
    return Section(_("Med på mötet"), people, "m")
