"""Made-up strategy and assignments for the demo: one ended, one running with a point that is nobody's. Made by the same
actions as real ones."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from spiral.act.assignments.actions import frames, points
from spiral.act.assignments.actions.frames import Frame
from spiral.act.assignments.actions.points import PointContent
from spiral.act.assignments.models import Assignment
from spiral.trust.networks.models import Network
from spiral.trust.people.actions import viewer_as

_TITLES = (
    "Pröva och sprida sätt att undervisa",
    "Visa vad som hänger ihop med resultaten",
    "Bilder till kvalitetsdialogen",
    "Siffror som går att jämföra",
    "Följa övergången till gymnasiet",
    "Svara när skolcheferna frågar",
    "Hålla kontakt med forskning och myndigheter",
)

#: What stands on each point: owners, what it means, focus, kind, next step and after how many days, status.
_POINTS: tuple[PointContent, ...] = (
    PointContent(
        meaning="Vi provar samma sak på några ställen och berättar ärligt hur det gick.",
        focus_short="Läsning i alla ämnen.",
        focus_long="Ett förråd av prövade arbetssätt som alla hittar i.",
        kind="development",
        indicators="Betyg i årskurs 9 /region/\nHur många som har provat ett exempel",
        next_step="Analysdag med elever\nFörslag till upplägg.",
        status="Tre kommuner provar, två har berättat.",
        collaboration="Förstelärarnas tid.",
        owners=(("1498", "Tidaholm"), ("1470", "Vara")),
    ),
    PointContent(
        meaning="Vi skiljer på det som hänger ihop och det som vi vet beror på något.",
        focus_short="Frånvaro och betyg.",
        kind="development",
        next_step="Jämföra frånvaron\nUnderlag från tre kommuner.",
        status="Underlaget från den första kommunen är klart.",
        owners=(("1496", "Skövde"),),
    ),
    PointContent(
        meaning="Samma bilder varje år, så att samtalet handlar om skolan och inte om diagrammen.",
        focus_short="Fyra bilder räcker.",
        kind="operation",
        next_step="Kvalitetsdialog med skolcheferna",
        status="Bilderna är valda.",
        owners=(("chair", "Presidiet"),),
    ),
    PointContent(
        meaning="Alla läser in på samma sätt, och det som inte går att jämföra står det.",
        focus_long="Progression från årskurs 3 till gymnasiet.",
        kind="operation",
        next_step="Läsa in årskurs 6",
        collaboration="Hjälp att hämta uppgifterna ur skolornas system.",
        owners=(("1499", "Falköping"), ("1494", "Lidköping")),
    ),
    PointContent(meaning="Någon behöver hålla i det som händer mellan årskurs 9 och gymnasiet.", kind="development"),
    PointContent(
        kind="operation", next_step="Inget planerat\nSkolcheferna kallar vid behov.", owners=(("chair", "Presidiet"),)
    ),
    PointContent(
        focus_short="Förskola och fritidshem.",
        kind="operation",
        next_step="Bjuda in en föreläsare\nVåren.",
        owners=(("coordinator", "Samordnare"),),
    ),
)

#: (point, how many days ago, who, what)
_NOTES = (
    (1, 2, "natverksmedlem", "Två arbetslag har bytt lektioner med varandra"),
    (1, 44, "presidium", "Boken läses i par, två kapitel till varje möte"),
    (2, 10, "presidium", "Första jämförelsen av frånvaro är gjord"),
    (3, 5, "presidium", "Dialogens underlag har fått fyra nya bilder"),
    (4, 23, "samordnare", "Nio kommuner har läst in sina slutbetyg"),
    (5, 150, "samordnare", "Återkoppling på rapporten om övergångar"),
    (7, 44, "samordnare", "Föreläsning om elevers inflytande"),
)
#: In how many days the next step of a point is due.
_DUE = {1: 54, 2: 23, 3: 68, 4: 129, 7: 150}


@transaction.atomic
def load_demo_assignments() -> int:
    """How many assignments were made: two, or none when something is there or outside the demo."""
    if not settings.DEMO or Assignment.objects.exists():
        return 0
    people = {key: viewer_as(key) for key in ("samordnare", "natverksmedlem", "presidium", "skolchef")}
    leader, today = people["samordnare"], timezone.localdate()
    strategy = frames.save_strategy(
        None,
        "Gemensam riktning (påhittad)",
        (today.year - 2, today.year + 2),
        1,
        "",
        ["Fler fullföljer sin utbildning", "Kompetens som räcker till"],
        0,
        by=leader,
        is_made_up=True,
    )
    goals = [p.pk for p in strategy.priorities.all()]
    old = frames.give(
        Frame("Nätverkets uppdrag", "skolchefsnätverket", today.year - 3, today.year - 1, priorities=goals[:1]),
        [*_TITLES[:4], "Skriva en gemensam kvalitetsrapport"],
        by=leader,
        is_made_up=True,
    )
    frames.start(old.pk, by=leader)
    new = frames.new_version(old.pk, by=leader)
    for title in _TITLES[4:]:
        frames.add_point(new.pk, title, by=leader)
    frames.remove_point(new.pk, 5, by=leader)
    frame = Frame(
        "Nätverkets uppdrag",
        "skolchefsnätverket",
        today.year,
        today.year + 1,
        priorities=goals[:1],
        about="Skolcheferna följer upp det två gånger om året.",
        next_report=today + timedelta(days=12),
    )
    new = frames.change(new.pk, frame, new.revision, by=leader)
    listed = list(new.points.order_by("order"))
    networks = {n.slug: n.pk for n in Network.objects.all()}
    for p, content in zip(listed, _POINTS, strict=True):
        due = today + timedelta(days=_DUE[p.order]) if p.order in _DUE else None
        fresh = {f: getattr(content, f) for f in content.__slots__} | {"next_on": due, "title": p.title}
        if p.order == 4:
            fresh["networks"] = list(networks.values())[:1]
        points.write(p.pk, PointContent(**fresh), p.revision, by=leader)
    frames.start(new.pk, by=leader)
    for number, days, who, text in _NOTES:
        points.report(listed[number - 1].pk, text, today - timedelta(days=days), by=people[who], is_made_up=True)
    points.want_in(listed[0].pk, by=people["skolchef"])
    return 2
