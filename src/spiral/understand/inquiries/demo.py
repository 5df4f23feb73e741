"""Two made-up inquiries for the demo, labelled as such. Their figures are real and published; everything else is made
up. They go through the same actions as real ones."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from spiral.exchange import evidence, happenings
from spiral.exchange.evidence import Evidence
from spiral.trust.people.actions import viewer_as
from spiral.understand.inquiries.actions import inquiry as actions
from spiral.understand.inquiries.actions import tree, trials
from spiral.understand.inquiries.actions.pencil import put_down_pencil
from spiral.understand.inquiries.demo_finished import finished
from spiral.understand.inquiries.demo_steps import GRADES, answer, next_june, write_phase
from spiral.understand.inquiries.models import Inquiry
from spiral.understand.inquiries.phasesets import shipped


@transaction.atomic
def load_demo_inquiries() -> int:
    """How many inquiries were made: two, or none when they are there; none outside the demo."""
    if not settings.DEMO or Inquiry.objects.filter(is_made_up=True).exists():
        return 0
    with override("sv"):
        return _under_way() + finished()


def _under_way() -> int:
    """In its third phase: eight answers, three of them supported, hunches, actions and a planned check."""
    by = viewer_as("rektor")
    figure = evidence.freeze(by, "figure", GRADES, "sv")
    if figure is None:
        return 0
    today = timezone.localdate()
    head = {
        "title": "Varför ligger våra betyg under rikets?",
        "problem": "Frågan kom upp när ämneslagen läste resultatbilden. Vi vet inte än vilka elever det gäller.",
        "aim": "Fler elever visar vad de kan i alla ämnen",
        "participants": "Sex lärare i årskurs 7–9 deltar",
        "started_on": today - timedelta(days=40),
        "followed_up_on": next_june(today),
        "is_shared": True,
        "area_id": "elevers-delaktighet",
        "point": _second_point(),
    }
    inquiry = actions.start(head, shipped()[0].turns("sv"), by=by, first=figure, is_made_up=True)
    write_phase(
        inquiry,
        1,
        by,
        notes="Vi samlade betyg, prov, frånvaro och elevernas svar på de fyra frågorna.",
        who="Rektorn",
        from_on=today - timedelta(days=40),
        done_on=today - timedelta(days=28),
    )
    write_phase(
        inquiry,
        2,
        by,
        notes="Vi valde ämnena utan nationellt prov. Vi ser igen i samma siffra nästa höst.",
        who="Rektorn",
        from_on=today - timedelta(days=28),
        done_on=today - timedelta(days=18),
    )
    write_phase(
        inquiry, 3, by, who="Ämneslagen", from_on=today - timedelta(days=18), until_on=today + timedelta(days=26)
    )
    first = answer(
        inquiry,
        by,
        None,
        "Fler elever når inte E i något av de ämnen som saknar nationellt prov.",
        "Betygskatalogen för förra läsåret, ämne för ämne.",
    )
    second = answer(
        inquiry,
        by,
        first,
        "Uppgifter lämnas inte in, och då saknas underlag för betyg.",
        "Lärarnas genomgång av fjorton varningar i oktober.",
    )
    third = answer(
        inquiry,
        by,
        second,
        "Eleverna får arbetsro att skriva på proven, men inte på lektionerna.",
        "Elevernas svar i klassråden, tre klasser.",
    )
    fourth = answer(
        inquiry, by, third, "Lektionerna börjar olika från ämne till ämne.", "Besök sex lektioner före jul.", sure=False
    )
    answer(inquiry, by, fourth, "Vi har aldrig kommit överens om en gemensam start.", "Fråga ämneslagen.", sure=False)
    groups = answer(
        inquiry,
        by,
        third,
        "Grupperna är större i de ämnen som saknar prov.",
        "Jämför gruppstorlek i schemat.",
        sure=False,
    )
    answer(
        inquiry, by, first, "Eleverna vet inte vad som krävs för ett E.", "Fråga eleverna på analysdagen.", sure=False
    )
    answer(
        inquiry,
        by,
        None,
        "Nya elever har haft kort tid på sig i den svenska skolan.",
        "Se hur många i årskullen det gäller; är de för få visas de inte.",
        sure=False,
    )
    parked = answer(
        inquiry, by, None, "Vi bedömer strängare än andra skolor.", "Jämför betyg och provbetyg.", sure=False
    )
    tree.park(inquiry.pk, parked.pk, parked.revision, by=by)
    own = Evidence(
        "quote",
        "",
        "Elevernas ord",
        "”På provet är det tyst. På lektionen vet man inte när man ska börja.”",
        "Samtal med elever i årskurs 9 (påhittat)",
        today.isoformat(),
        f"/undersokningar/{inquiry.pk}/",
        is_made_up=True,
    )
    tree.attach(inquiry.pk, third.pk, own, by=by)
    start = trials.keep_hunch(
        inquiry.pk,
        None,
        {
            "text": "Börjar varje lektion på samma sätt får fler elever arbetsro.",
            "about": "own",
            "test": "Sex lektionsbesök med samma protokoll.",
            "test_by": today + timedelta(days=26),
            "because_id": fourth.pk,
        },
        by=by,
    )
    trials.keep_hunch(
        inquiry.pk,
        None,
        {
            "text": "Mindre grupper i två ämnen ger fler inlämnade uppgifter.",
            "about": "own",
            "test": "Jämför inlämnade uppgifter i delade och odelade pass.",
            "test_by": today + timedelta(days=26),
            "because_id": groups.pk,
        },
        by=by,
    )
    action = trials.keep_action(
        inquiry.pk,
        None,
        {
            "what": "Gemensam lektionsstart i två ämnen i årskurs 8",
            "who": "Lärarna i no och so",
            "hunch_id": start.pk,
            "from_on": today - timedelta(days=10),
            "to_on": today + timedelta(days=50),
        },
        by=by,
    )
    cycle = action.cycles.get()
    trials.write_cycle(
        inquiry.pk,
        cycle.pk,
        {
            "plan": "Uppgift på tavlan när eleverna kommer in. Vi tror att de första fem minuterna blir lugnare.",
            "do": "Nio av tio lektioner började så.",
            "study": "Lugnare start i sju av nio. En klass var som förut.",
            "act": "Behåll i de två ämnena, och prova ett annat sätt i den tredje klassen.",
            "decided": "adapt",
        },
        cycle.revision,
        by=by,
    )
    trials.keep_check(
        inquiry.pk,
        None,
        {
            "piece_id": inquiry.pieces.filter(because=None).get().pk,
            "planned_on": next_june(today) + timedelta(days=107),
            "enough": "Mer än vad slumpen brukar ge mellan två årskullar.",
        },
        by=by,
    )
    put_down_pencil(inquiry.pk, by=by)
    return 1


def _second_point() -> str:
    """The second point of the network's assignment; '' where there is none."""
    listed = happenings.points(viewer_as("natverksmedlem"))
    return listed[1][0] if len(listed) > 1 else ""
