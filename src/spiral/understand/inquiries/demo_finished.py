"""A made-up inquiry that is finished: looked at again in the same figure, a year later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from spiral.documents.chart import Trend
from spiral.documents.frozen import freeze, thaw
from spiral.engine.numbers import number
from spiral.exchange import evidence
from spiral.exchange.evidence import Evidence
from spiral.exchange.wording.results import say
from spiral.trust.people.actions import viewer_as
from spiral.understand.inquiries.actions import inquiry as actions
from spiral.understand.inquiries.actions import trials
from spiral.understand.inquiries.demo_steps import PASSED, answer, write_phase
from spiral.understand.inquiries.models import Check, Inquiry, Piece
from spiral.understand.inquiries.phasesets import shipped


def finished() -> int:
    """Followed to the end: what happened could not be told from chance, and the inquiry says so."""
    by = viewer_as("natverksmedlem")
    now = evidence.freeze(by, "figure", PASSED, "sv")
    before = a_year_earlier(now) if now else None
    seen = evidence.follow_up(by, before, "sv") if before else None
    if seen is None or not seen.is_new:
        return 0
    today = timezone.localdate()
    head = {
        "title": "Hur når fler elever behörighet till gymnasiet?",
        "aim": "Fler elever blir behöriga till gymnasiet",
        "participants": "Två rektorer och en specialpedagog deltog",
        "started_on": today - timedelta(days=420),
        "followed_up_on": today - timedelta(days=30),
        "is_shared": True,
    }
    inquiry = actions.start(head, shipped()[0].turns("sv"), by=by, first=before, is_made_up=True)
    for i, phase in enumerate(inquiry.phases.all()):
        write_phase(
            inquiry,
            phase.number,
            by,
            from_on=today - timedelta(days=420 - 60 * i),
            done_on=today - timedelta(days=365 - 60 * i),
        )
    top = answer(
        inquiry, by, None, "De flesta som inte blir behöriga saknar bara ett ämne.", "Genomgång av betygen i maj."
    )
    low = answer(inquiry, by, top, "Stödet kommer först på våren i nian.", "Åtgärdsprogrammens datum.")
    answer(inquiry, by, top, "Eleverna får inte veta hur nära de är.", "Fråga eleverna.", sure=False)
    hunch = trials.keep_hunch(
        inquiry.pk,
        None,
        {
            "text": "Får eleverna stödet redan i åttan hinner fler i kapp.",
            "because_id": low.pk,
            "outcome": "unclear",
            "outcome_text": "Fler fick stöd tidigt, men årskullen är liten.",
        },
        by=by,
    )
    action = trials.keep_action(
        inquiry.pk,
        None,
        {
            "what": "Genomgång av alla elever i årskurs 8 i november",
            "who": "Rektor och specialpedagog",
            "from_on": today - timedelta(days=330),
            "to_on": today - timedelta(days=200),
            "hunch_id": hunch.pk,
        },
        by=by,
    )
    cycle = action.cycles.get()
    trials.write_cycle(
        inquiry.pk,
        cycle.pk,
        {
            "plan": "En genomgång på en eftermiddag.",
            "do": "Två eftermiddagar.",
            "study": "Stödet började fem månader tidigare.",
            "act": "Gör det varje år.",
            "decided": "keep",
        },
        cycle.revision,
        by=by,
    )
    check = trials.look_again(inquiry.pk, inquiry.pieces.get().pk, by=by)
    trials.keep_check(
        inquiry.pk,
        check.pk,
        {
            "piece_id": check.piece_id,
            "planned_on": today - timedelta(days=30),
            "enough": "Mer än vad slumpen brukar ge mellan två årskullar.",
            "conclusion": "Vi kan inte säga att det blev skillnad. "
            "Vi fortsätter ett år till och ser igen i samma siffra.",
        },
        check.revision,
        by=by,
    )
    actions.finish(
        inquiry.pk, "Att se tidigt vilka som är nära kostar lite. Att visa att det hjälper tar flera årskullar.", by=by
    )
    day = today - timedelta(days=30)
    Check.objects.filter(inquiry=inquiry).update(looked_on=day)
    Piece.objects.filter(inquiry=inquiry).update(added_on=head["started_on"])
    Inquiry.objects.filter(pk=inquiry.pk).update(finished_on=day)
    return 1


def a_year_earlier(now: Evidence) -> Evidence | None:
    """The figure as it stood when one period fewer had been published: the same published values, the last left out."""
    chart = thaw(now.chart) if now.chart else None
    if not isinstance(chart, Trend) or len(chart.points) < 3 or chart.points[-2].value is None:
        return None
    last = chart.points[-2]
    period = str(last.source)
    values = {
        **now.detail,
        "order": int(last.label),
        "period": period,
        "state": "value",
        "value": last.value,
        "n": last.n,
        "units": 1,
    }
    phrase = f"blev behöriga till yrkesprogram {period}"
    sentence = say("share", "sv", value=f"{number(last.value or 0, 1)} %", who="eleverna", phrase=phrase)
    described = "; ".join(f"{p.source} {number(p.value, 1)} %" for p in chart.points[:-1] if p.value is not None)
    earlier = replace(chart, points=chart.points[:-1], description=f"{described}.")
    return replace(
        now,
        sentence=sentence,
        chart=freeze(earlier),
        differences=None,
        detail=values,
        frozen_on=(timezone.localdate() - timedelta(days=420)).isoformat(),
    )
