"""Two made-up inquiries for the demo, labelled as such. Their figures are real and published; everything else is made
up. They go through the same actions as real ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from spiral.documents.chart import Trend
from spiral.documents.frozen import freeze, thaw
from spiral.engine.numbers import number
from spiral.engine.wording import say
from spiral.exchange import evidence, happenings
from spiral.exchange.evidence import Evidence
from spiral.trust.people.actions import part, take_part
from spiral.understand.inquiries.actions import inquiry as actions
from spiral.understand.inquiries.actions import tree, trials
from spiral.understand.inquiries.actions.pencil import put_down_pencil
from spiral.understand.inquiries.models import Because, Check, Inquiry, Phase, Piece
from spiral.understand.inquiries.phasesets import shipped

#: The published figures that the two begin in.
GRADES, PASSED = "45270097:unit-merit", "45270097:unit-vocational"


@transaction.atomic
def load_demo_inquiries() -> int:
    """How many inquiries were made: two, or none when they are there; none outside the demo."""
    if not settings.DEMO or Inquiry.objects.filter(is_made_up=True).exists():
        return 0
    with override("sv"):
        return _under_way() + _finished()


def _under_way() -> int:
    """In its third phase: eight answers, three of them supported, hunches, actions and a planned check."""
    by = take_part(part("rektor"), by=None)
    figure = evidence.freeze(by, "figure", GRADES, "sv")
    if figure is None:
        return 0
    today = timezone.localdate()
    head = {
        "title": "Varför ligger våra betyg under rikets?",
        "problem": "Frågan kom upp när ämneslagen läste resultatbilden. Vi vet inte än vilka elever det gäller.",
        "aim": "Fler elever visar vad de kan i alla ämnen", "participants": "Sex lärare i årskurs 7–9 deltar",
        "started_on": today - timedelta(days=40), "followed_up_on": _next_june(today), "is_shared": True,
        "area_id": "elevers-delaktighet", "point": _second_point(),
    }  # fmt: skip
    made = actions.start(head, shipped()[0].turns("sv"), by=by, first=figure, made_up=True)
    _phase(made, 1, by, notes="Vi samlade betyg, prov, frånvaro och elevernas svar på de fyra frågorna.",
           who="Rektorn", from_on=today - timedelta(days=40), done_on=today - timedelta(days=28))  # fmt: skip
    _phase(made, 2, by, notes="Vi valde ämnena utan nationellt prov. Vi ser igen i samma siffra nästa höst.",
           who="Rektorn", from_on=today - timedelta(days=28), done_on=today - timedelta(days=18))  # fmt: skip
    _phase(made, 3, by, who="Ämneslagen", from_on=today - timedelta(days=18), until_on=today + timedelta(days=26))
    first = _answer(made, by, None, "Fler elever når inte E i något av de ämnen som saknar nationellt prov.",
                    "Betygskatalogen för förra läsåret, ämne för ämne.")  # fmt: skip
    second = _answer(made, by, first, "Uppgifter lämnas inte in, och då saknas underlag för betyg.",
                     "Lärarnas genomgång av fjorton varningar i oktober.")  # fmt: skip
    third = _answer(made, by, second, "Eleverna får arbetsro att skriva på proven, men inte på lektionerna.",
                    "Elevernas svar i klassråden, tre klasser.")  # fmt: skip
    fourth = _answer(made, by, third, "Lektionerna börjar olika från ämne till ämne.",
                     "Besök sex lektioner före jul.", sure=False)  # fmt: skip
    _answer(made, by, fourth, "Vi har aldrig kommit överens om en gemensam start.", "Fråga ämneslagen.", sure=False)
    groups = _answer(made, by, third, "Grupperna är större i de ämnen som saknar prov.",
                     "Jämför gruppstorlek i schemat.", sure=False)  # fmt: skip
    _answer(made, by, first, "Eleverna vet inte vad som krävs för ett E.", "Fråga eleverna på analysdagen.", sure=False)
    _answer(made, by, None, "Nya elever har haft kort tid på sig i den svenska skolan.",
            "Se hur många i årskullen det gäller; är de för få visas de inte.", sure=False)  # fmt: skip
    parked = _answer(made, by, None, "Vi bedömer strängare än andra skolor.", "Jämför betyg och provbetyg.", sure=False)
    tree.park(made.pk, parked.pk, parked.revision, by=by)
    own = Evidence(
        "quote", "", "Elevernas ord", "”På provet är det tyst. På lektionen vet man inte när man ska börja.”",
        "Samtal med elever i årskurs 9 (påhittat)", today.isoformat(), f"/undersokningar/{made.pk}/", is_made_up=True,
    )  # fmt: skip
    tree.attach(made.pk, own, third.pk, by=by)
    start = trials.keep_hunch(made.pk, {
        "text": "Börjar varje lektion på samma sätt får fler elever arbetsro.", "about": "own",
        "test": "Sex lektionsbesök med samma protokoll.", "test_by": today + timedelta(days=26),
        "because_id": fourth.pk,
    }, by=by)  # fmt: skip
    trials.keep_hunch(made.pk, {
        "text": "Mindre grupper i två ämnen ger fler inlämnade uppgifter.", "about": "own",
        "test": "Jämför inlämnade uppgifter i delade och odelade pass.", "test_by": today + timedelta(days=26),
        "because_id": groups.pk,
    }, by=by)  # fmt: skip
    action = trials.keep_action(made.pk, {
        "what": "Gemensam lektionsstart i två ämnen i årskurs 8", "who": "Lärarna i no och so", "hunch_id": start.pk,
        "from_on": today - timedelta(days=10), "to_on": today + timedelta(days=50),
    }, by=by)  # fmt: skip
    cycle = action.cycles.get()
    trials.write_cycle(made.pk, cycle.pk, {
        "plan": "Uppgift på tavlan när eleverna kommer in. Vi tror att de första fem minuterna blir lugnare.",
        "do": "Nio av tio lektioner började så.", "study": "Lugnare start i sju av nio. En klass var som förut.",
        "act": "Behåll i de två ämnena, och prova ett annat sätt i den tredje klassen.", "decided": "adapt",
    }, cycle.revision, by=by)  # fmt: skip
    trials.keep_check(made.pk, {
        "piece_id": made.pieces.filter(because=None).get().pk, "planned_on": _next_june(today) + timedelta(days=107),
        "enough": "Mer än vad slumpen brukar ge mellan två årskullar.",
    }, by=by)  # fmt: skip
    put_down_pencil(made.pk, by=by)
    return 1


def _finished() -> int:
    """Followed to the end: what happened could not be told from chance, and the inquiry says so."""
    by = take_part(part("natverksmedlem"), by=None)
    now = evidence.freeze(by, "figure", PASSED, "sv")
    before = _a_year_earlier(now) if now else None
    seen = evidence.again(by, before, "sv") if before else None
    if seen is None or not seen.is_new:
        return 0
    today = timezone.localdate()
    head = {
        "title": "Hur når fler elever behörighet till gymnasiet?", "aim": "Fler elever blir behöriga till gymnasiet",
        "participants": "Två rektorer och en specialpedagog deltog", "started_on": today - timedelta(days=420),
        "followed_up_on": today - timedelta(days=30), "is_shared": True,
    }  # fmt: skip
    made = actions.start(head, shipped()[0].turns("sv"), by=by, first=before, made_up=True)
    for i, phase in enumerate(made.phases.all()):
        _phase(made, phase.number, by, from_on=today - timedelta(days=420 - 60 * i),
               done_on=today - timedelta(days=365 - 60 * i))  # fmt: skip
    top = _answer(
        made, by, None, "De flesta som inte blir behöriga saknar bara ett ämne.", "Genomgång av betygen i maj."
    )
    low = _answer(made, by, top, "Stödet kommer först på våren i nian.", "Åtgärdsprogrammens datum.")
    _answer(made, by, top, "Eleverna får inte veta hur nära de är.", "Fråga eleverna.", sure=False)
    hunch = trials.keep_hunch(made.pk, {
        "text": "Får eleverna stödet redan i åttan hinner fler i kapp.", "because_id": low.pk, "outcome": "unclear",
        "outcome_text": "Fler fick stöd tidigt, men årskullen är liten.",
    }, by=by)  # fmt: skip
    action = trials.keep_action(made.pk, {
        "what": "Genomgång av alla elever i årskurs 8 i november", "who": "Rektor och specialpedagog",
        "from_on": today - timedelta(days=330), "to_on": today - timedelta(days=200), "hunch_id": hunch.pk,
    }, by=by)  # fmt: skip
    cycle = action.cycles.get()
    trials.write_cycle(made.pk, cycle.pk, {
        "plan": "En genomgång på en eftermiddag.", "do": "Två eftermiddagar.",
        "study": "Stödet började fem månader tidigare.", "act": "Gör det varje år.", "decided": "keep",
    }, cycle.revision, by=by)  # fmt: skip
    check = trials.look_again(made.pk, made.pieces.get().pk, by=by)
    trials.keep_check(made.pk, {
        "piece_id": check.piece_id, "planned_on": today - timedelta(days=30),
        "enough": "Mer än vad slumpen brukar ge mellan två årskullar.",
        "conclusion": "Vi kan inte säga att det blev skillnad. Vi fortsätter ett år till och ser igen i samma siffra.",
    }, check=check.pk, revision=check.revision, by=by)  # fmt: skip
    actions.finish(
        made.pk, "Att se tidigt vilka som är nära kostar lite. Att visa att det hjälper tar flera årskullar.", by=by
    )
    day = today - timedelta(days=30)
    Check.objects.filter(inquiry=made).update(looked_on=day)
    Piece.objects.filter(inquiry=made).update(added_on=head["started_on"])
    Inquiry.objects.filter(pk=made.pk).update(finished_on=day)
    return 1


def _second_point() -> str:
    """The second point of the network's assignment; '' where there is none."""
    listed = happenings.points(take_part(part("natverksmedlem"), by=None))
    return listed[1][0] if len(listed) > 1 else ""


def _answer(made: Inquiry, by: object, parent: Because | None, text: str, how: str, *, sure: bool = True) -> Because:
    told = {"text": text, "is_supported": sure, "how_known": how}
    return tree.add(made.pk, told, parent.pk if parent else None, by=by)


def _phase(made: Inquiry, number_of: int, by: object, **told: object) -> None:
    row = Phase.objects.get(inquiry=made, number=number_of)
    actions.write_phase(made.pk, number_of, told, row.revision, by=by)


def _a_year_earlier(now: Evidence) -> Evidence | None:
    """The figure as it stood when one period fewer had been published: the same published values, the last left out."""
    chart = thaw(now.chart) if now.chart else None
    if not isinstance(chart, Trend) or len(chart.points) < 3 or chart.points[-2].value is None:
        return None
    last = chart.points[-2]
    period = str(last.source)
    told = {
        **now.detail, "order": int(last.label), "period": period, "state": "value", "value": last.value,
        "n": last.n, "units": 1,
    }  # fmt: skip
    phrase = f"blev behöriga till yrkesprogram {period}"
    sentence = say("share", "sv", value=f"{number(last.value, 1)} %", who="eleverna", phrase=phrase)
    described = "; ".join(f"{p.source} {number(p.value, 1)} %" for p in chart.points[:-1] if p.value is not None)
    earlier = replace(chart, points=chart.points[:-1], description=f"{described}.")
    return replace(
        now, sentence=sentence, chart=freeze(earlier), detail=told,
        frozen_on=(timezone.localdate() - timedelta(days=420)).isoformat(),
    )  # fmt: skip


def _next_june(today: date) -> date:
    june = date(today.year, 6, 10)
    return june if june > today + timedelta(days=30) else date(today.year + 1, 6, 10)
