"""A made-up reading circle for the demo, about a book that does not exist. It goes through the same actions as real
ones."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from spiral.learn.circles import actions
from spiral.learn.circles.models import Chapter, Circle
from spiral.trust.people.actions import viewer_as

_BOOK = {
    "title": "Dörren på glänt",
    "author": "Påhittad författare",
    "about": "Vi vill veta hur man besöker varandras lektioner utan att det känns som en inspektion.",
    "members": "Utvecklingsledare i nätverket\nKvalitetsansvariga i kommunerna\nTvå rektorer",
}
#: Title, days from today, the pair who lead, questions.
_CHAPTERS = (
    (
        "Varför dörren är stängd",
        -49,
        ("Tibro", "Hjo"),
        "Vad skyddar en stängd dörr?\nNär var du senast på någon annans lektion, och vad lärde du dig?",
    ),
    (
        "Att titta utan att döma",
        -14,
        ("Skara", "Götene"),
        "Vad är skillnaden mellan att beskriva och att bedöma?\nHur låter en fråga som man vill svara på?",
    ),
    (
        "Samtalet efteråt",
        12,
        ("Vara", "Hjo"),
        "Vem talar först efter ett besök?\nVad i vår egen mall för besök hjälper, och vad stjälper?",
    ),
    ("När det blir vardag", 47, ("Lidköping", "Skövde"), "Vad behöver en rektor ta bort för att det ska få plats?"),
    ("Vad eleverna märker", None, ("", ""), ""),
)
#: Chapter's number, member of the cast, text.
_REFLECTIONS = (
    (1, "natverksmedlem", "Hos oss är det schemat som stänger dörren, mer än viljan. Ingen har en lucka samtidigt."),
    (1, "presidium", "Jag tänkte på att vi själva sällan visar våra utkast för varandra i nätverket."),
    (1, "rektor", "Den som bjuder in först tar den största risken. Det borde vara jag."),
    (2, "skolchef", "Jag läste våra egna rapporter efteråt. De dömer i nästan varje mening."),
    (2, "natverksmedlem", "Övningen på sidan med de tre kolumnerna går att göra på ett vanligt möte."),
)
_TAKEAWAYS = (
    (1, "rektor", "Pröva ett besök var, tjugo minuter, utan protokoll, före jul."),
    (2, "presidium", "Ta med övningen beskriva före bedöma till nästa nätverksmöte."),
)


@transaction.atomic
def load_demo_circles() -> int:
    """How many circles were made: one, or none when it is there or outside the demo."""
    if not settings.DEMO or Circle.objects.filter(is_made_up=True).exists():
        return 0
    today = timezone.localdate()
    book = _BOOK | {"year": timezone.localdate().year - 5}
    circle = actions.start(book, by=viewer_as("samordnare"), is_made_up=True)
    chapters: list[Chapter] = []
    for title, days, (first, second), questions in _CHAPTERS:
        values = {
            "title": title,
            "on": None if days is None else today + timedelta(days=days),
            "first_lead": first,
            "second_lead": second,
            "questions": questions,
        }
        chapters.append(actions.add_chapter(circle, values, by=viewer_as("samordnare")))
    for number, who, text in _REFLECTIONS:
        actions.reflect(chapters[number - 1], text, 0, by=viewer_as(who))
    for number, who, text in _TAKEAWAYS:
        actions.take_away(circle, chapters[number - 1], text, by=viewer_as(who))
    Circle.objects.filter(pk=circle.pk).update(started_on=today - timedelta(days=70))
    return 1
