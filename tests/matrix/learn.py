"""Rounds, examples, trials, circles and reflections: own, a colleague's, foreign, shared and closed."""

from __future__ import annotations

from collections.abc import Iterator

from spiral.learn.assessments.models import Count, Round, Target
from spiral.learn.assessments.statements import shipped
from spiral.learn.circles.models import Chapter, Circle, Reflection, Takeaway
from spiral.learn.examples.models import Example, Trial
from spiral.trust.people.models import Person

from .things import FOREIGN, OWN, TODAY, Somebody, Thing, title


def rounds(who: Somebody) -> Iterator[Thing]:
    for state in ("open", "shown", "discarded"):
        yield _round(f"own {state}", place=OWN, leader=who.own, state=state)
        yield _round(f"foreign {state}", place=FOREIGN, leader=who.other, state=state)
    yield _round("own place's", place=OWN, leader=who.other, state="open")
    yield _round("the whole's", place="", leader=who.other, state="open")


def _round(kind: str, **fields: object) -> Thing:
    asked = shipped()[0]
    ended = {} if fields["state"] == "open" else {"ended_on": TODAY}
    assessment = Round.objects.create(
        group=title("Round", kind),
        set_key=asked.key,
        document=asked.as_document(),
        opened_on=TODAY,
        invited=20,
        **ended,
        **fields,
    )
    target = Target.objects.create(round=assessment, number=1, answers=6)
    version = asked.versions["sv"]
    Count.objects.bulk_create(
        Count(target=target, statement=statement, level=level, count=6 if level == 1 else 0)
        for statement in range(1, len(version.statements) + 1)
        for level in range(1, len(version.levels) + 1)
    )
    return Thing(kind, assessment, {"number": assessment.pk, "target": 1, "kind": "csv"})


def examples(who: Somebody) -> Iterator[Thing]:
    for state in Example.State.values:
        yield _example(f"own {state}", who.own, who.other, OWN, state)
    for state in ("draft", "submitted", "published"):
        yield _example(f"foreign {state}", who.other, who.own, FOREIGN, state)


def _example(kind: str, author: Person, reviewer: Person, place: str, state: str) -> Thing:
    published = {"reviewed_by": reviewer, "published_on": TODAY} if state == "published" else {}
    example = Example.objects.create(
        title=title("Example", kind),
        problem="x",
        done="x",
        form="compulsory",
        seen="x",
        place=place,
        place_name="x",
        contact="principal",
        author=author,
        state=state,
        written_on=TODAY,
        **published,
    )
    return Thing(kind, example, {"number": example.pk})


def trials(who: Somebody) -> Iterator[Thing]:
    """Told of examples that everybody sees."""
    for kind, teller, place in (("own", who.own, OWN), ("foreign", who.other, FOREIGN)):
        example = _example(f"told of, {kind}", who.other, who.own, FOREIGN, "published").row
        trial = Trial.objects.create(
            example=example,
            place=place,
            place_name="x",
            when="x",
            outcome="helped",
            text=title("Trial", kind),
            told_by=teller,
            told_on=TODAY,
        )
        yield Thing(kind, trial, {"number": example.pk, "trial": trial.pk})


def circles(who: Somebody) -> Iterator[Thing]:
    yield _circle("own", place=OWN, started_by=who.own)
    yield _circle("own ended", place=OWN, started_by=who.own, ended_on=TODAY)
    yield _circle("own place's", place=OWN, started_by=who.other)
    yield _circle("foreign", place=FOREIGN, started_by=who.other)
    yield _circle("foreign ended", place=FOREIGN, started_by=who.other, ended_on=TODAY)
    yield _circle("own for the whole", place="", started_by=who.own)
    yield _circle("the whole's", place="", started_by=who.other)


def _circle(kind: str, **fields: object) -> Thing:
    circle = Circle.objects.create(title=title("Circle", kind), started_on=TODAY, **fields)
    chapter = Chapter.objects.create(circle=circle, order=1, title="Kapitel")
    takeaway = Takeaway.objects.create(circle=circle, text="Tanke", office="x", on=TODAY)
    return Thing(kind, circle, {"number": circle.pk, "chapter_id": chapter.pk, "takeaway_id": takeaway.pk})


def reflections(who: Somebody) -> Iterator[Thing]:
    """No address names one: the page of a chapter writes the reader's own."""
    chapter = Chapter.objects.create(circle=_circle("read together", place="", started_by=who.other).row, order=1)
    for kind, author in (("own", who.own), ("foreign", who.other)):
        yield Thing(kind, Reflection.objects.create(chapter=chapter, author=author, office="x", text="x"))
