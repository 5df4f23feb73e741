"""Made-up pupils' voices for the demo, seeded and labelled as such. They go through the same actions as real ones, and
every text is made up for Spiral."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from spiral.trust.access.viewer import Viewer
from spiral.trust.people.actions import viewer_as
from spiral.understand.voices.actions import collections, days, reviewing
from spiral.understand.voices.models import Collection, Quote
from spiral.understand.voices.questions import PupilForm, shipped

_GROUP = "Påhittad klass i årskurs 8"
#: Question → what the made-up pupils say, each text with the pile a sorting group would put it in.
_SAID: dict[int, tuple[tuple[str, str], ...]] = {
    2: (
        ("Bråk och procent. Man behöver det när man ska handla.", "Nytta"),
        ("Vi läser om demokrati. Det är viktigt för att jag ska kunna rösta sen.", "Nytta"),
        ("Vi skriver argumenterande text. Jag vet inte riktigt varför.", "Vet inte varför"),
        ("Ekvationer. Läraren säger att det kommer på provet.", "Provet"),
        ("Engelska ord, för att jag vill kunna prata med folk i spel.", "Nytta"),
        ("Något om atomer, men jag förstår inte vad jag ska ha det till.", "Vet inte varför"),
        ("Andra världskriget så att det inte händer igen.", "Nytta"),
        ("Läsa och räkna. Man måste.", "Vet inte varför"),
        ("Vi övar på nationella provet.", "Provet"),
        ("Jag lär mig planera ett arbete själv. Det behövs på gymnasiet.", "Nytta"),
        ("Grammatik i tyska. Det står i planeringen.", "Vet inte varför"),
        ("Geometri. Pappa använder det i jobbet.", "Nytta"),
        ("Hur man läser en tabell, för sådana finns överallt.", "Nytta"),
        ("Programmering, för att jag vill göra egna spel.", "Nytta"),
        ("Vi jobbar med en bok. Ingen har sagt varför just den.", "Vet inte varför"),
        ("Källkritik, så att man inte går på allt.", "Nytta"),
        ("Kroppen och matspjälkningen. Bra att veta när man blir sjuk.", "Nytta"),
        ("Det vi ska ha prov på nästa vecka.", "Provet"),
        ("Att simma längre, för då är jag trygg i vattnet.", "Nytta"),
        ("Minns inte. Vi har haft vikarie.", "Vet inte varför"),
    ),
    4: (
        ("Öva mer på att visa hur jag tänker.", "Egen träning"),
        ("Vet inte, det har vi inte pratat om.", "Vet inte"),
        ("Läsa mer hemma. En bok som jag får välja själv skulle hjälpa.", "Egen träning"),
        ("Våga räcka upp handen.", "Våga"),
        ("Få hjälp tidigare när jag kör fast.", "Hjälp i tid"),
        ("Jobba tystare, det är stökigt på lektionerna.", "Arbetsro"),
        ("Lugn och ro så att jag hinner tänka.", "Arbetsro"),
        ("Jag vet inte vad nästa steg är.", "Vet inte"),
        ("Fråga när jag inte förstår i stället för att vänta.", "Hjälp i tid"),
        ("Prata mer engelska på lektionerna.", "Våga"),
        ("Träna på gamla uppgifter och få svar snabbt.", "Hjälp i tid"),
        ("Skriva längre texter. Exempel på bra texter skulle hjälpa.", "Egen träning"),
        ("Att någon visar en gång till, lite långsammare.", "Hjälp i tid"),
        ("Sitta där man inte blir störd.", "Arbetsro"),
        ("Repetera glosor varje dag i stället för kvällen före.", "Egen träning"),
        ("Det får man se när betygen kommer.", "Vet inte"),
        ("Mindre grupper när vi räknar, då vågar jag fråga.", "Våga"),
        ("Ingen aning, jag gör bara nästa sida i boken.", "Vet inte"),
        ("Hålla ett tal utan manus.", "Våga"),
        ("Färre som pratar under genomgången.", "Arbetsro"),
    ),
}
#: What each of the two groups sees in the answers about the next step: pile → theme in its own words.
_GROUPS: tuple[Mapping[str, str], ...] = (
    {
        "Egen träning": "Öva själv",
        "Våga": "Våga mer",
        "Hjälp i tid": "Få hjälp innan det är för sent",
        "Arbetsro": "Det måste vara lugnt",
        "Vet inte": "Vi vet inte vad nästa steg är",
    },
    {
        "Egen träning": "Sådant vi kan göra själva",
        "Våga": "Sådant vi kan göra själva",
        "Hjälp i tid": "Hjälp från läraren",
        "Arbetsro": "Arbetsro",
        "Vet inte": "Otydligt vad som är nästa steg",
    },
)
_THEMES = {
    "Hjälp innan det är för sent": ("Få hjälp innan det är för sent", "Hjälp från läraren"),
    "Arbetsro": ("Det måste vara lugnt", "Arbetsro"),
    "Otydligt vad som är nästa steg": ("Vi vet inte vad nästa steg är", "Otydligt vad som är nästa steg"),
}


@transaction.atomic
def load_demo_voices() -> int:
    """How many collections were made: three (an earlier one, one with an analysis day, and one to join), or none when
    they are there or outside the demo."""
    if not settings.DEMO or Collection.objects.filter(is_made_up=True).exists():
        return 0
    leader = viewer_as("samordnare")
    content = shipped()[0]
    chance = random.Random(20261122)  # noqa: S311 - made-up answers, not secrets
    today = timezone.localdate()
    for ago, pupils, lift in ((240, 19, -0.3), (30, 23, 0.0)):
        collection = _opened(content, leader)
        _answer(collection, pupils, lift, chance)
        collections.close(collection.pk, by=leader)
        reviewing.release(collection.pk, by=leader)
        day = today - timedelta(days=ago)
        Collection.objects.filter(pk=collection.pk).update(
            opened_on=day - timedelta(days=3), ended_on=day, released_on=day + timedelta(days=1)
        )
    _sort(collection, leader)
    _answer(_opened(content, leader, invited=24), 4, 0.2, chance)
    return 3


def _opened(content: PupilForm, leader: Viewer, invited: int | None = None) -> Collection:
    opening = collections.VoicesOpening(_GROUP, "", invited=invited, is_made_up=True)
    return collections.open_collection(content, opening, by=leader)


def _answer(collection: Collection, pupils: int, lift: float, chance: random.Random) -> None:
    """``pupils`` made-up pupils; each text is said by somebody before any is said twice."""
    decks: dict[int, list[str]] = {}
    for n, said in _SAID.items():
        deck: list[str] = []
        while len(deck) < pupils:
            deck += chance.sample([text for text, _pile in said], len(said))
        decks[n] = deck
    for pupil in range(pupils):
        written = {n: deck[pupil] for n, deck in decks.items() if chance.random() > 0.12}
        chosen = {
            1: min(4, max(1, round(chance.gauss(3.0 + lift, 0.9)))),
            3: min(4, max(1, round(chance.gauss(2.7 + lift, 0.8)))),
        }
        names = {n: set(collections.personal.possible_names(text)) for n, text in written.items()}
        collections.draw_ticket(collection.pk, f"demo-{pupil}")
        collections.take_answer(collection.pk, f"demo-{pupil}", chosen, written, names)


def _sort(collection: Collection, leader: Viewer) -> None:
    """Two groups sort the answers about the next step, and three themes are agreed on."""
    day = days.open_day(collection.pk, [4], len(_GROUPS), timezone.localdate(), by=leader)
    quotes = list(Quote.objects.filter(collection=collection, question=4))
    belongs = dict(_SAID[4])
    keys: dict[str, list[int]] = {}
    for group, names in zip(day.groups.all(), _GROUPS, strict=True):
        piles = {name: days.add_pile(group.pk, name) for name in dict.fromkeys(names.values())}
        for name, pile in piles.items():
            keys.setdefault(name, []).append(pile.pk)
        days.move_quotes(group.pk, [_move(q, piles[names[belongs[q.text]]].pk) for q in quotes])
    for theme, piled in _THEMES.items():
        _agree(collection, theme, piled, keys, leader)
    days.close_day(collection.pk, by=leader)


def _move(quote: Quote, pile: int) -> days.Move:
    return days.Move(quote.pk, None, pile)


def _agree(
    collection: Collection, theme: str, names: Sequence[str], keys: Mapping[str, list[int]], leader: Viewer
) -> None:
    days.agree_on_theme(collection.pk, None, theme, [pk for name in names for pk in keys[name]], by=leader)
