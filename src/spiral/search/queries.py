"""Search: things by their names, then every text of the rooms that the reader may see, grouped by kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from spiral.engine.place import Place
from spiral.engine.swedish import folded, sort_key, stem
from spiral.engine.swedish import words as words_of
from spiral.exchange.texts import Named, WayOn, heading, visible
from spiral.search import index, named, vocabulary
from spiral.search.models import Entry
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Owner, Unit
from spiral.trust.networks.queries import own_municipality

MOST = 60
#: So many hits of a kind stand open; the rest are one click away.
SHOWN = 10
#: How many texts are asked for at a time, and how deep a search goes among what the reader may not see.
_STEP, _DEEPEST = 120, 1200
#: How many words of a question are mended, and how many spellings of each are tried.
_MENDED, _TRIED = 3, 12
#: From how many schools' hits the way on to their texts is shown, and how many texts of each.
_SCHOOLS, _TEXTS = 10, 5


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its name, what it is, where it lives, whose it is, and what can be read on."""

    name: str
    what: str
    url: str
    line: str = ""
    kind: str = ""
    place: str = ""
    links: tuple[WayOn, ...] = ()


@dataclass(frozen=True, slots=True)
class HitGroup:
    """Hits of one kind."""

    heading: str
    hits: list[Hit]

    @property
    def rest(self) -> list[Hit]:
        return self.hits[SHOWN:]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found; ``words`` are those that found it, other than those asked for when a spelling was mended."""

    words: str
    groups: list[HitGroup] = field(default_factory=list)
    is_mended: bool = False

    @property
    def hits(self) -> list[Hit]:
        return [hit for group in self.groups for hit in group.hits]


@dataclass(frozen=True, slots=True)
class _Search:
    """One reader's search: what has names, and where places lie, read once."""

    viewer: Viewer
    own: str
    things: Mapping[str, list[Named]]
    towns: Mapping[str, str]

    def groups(self, asked: Sequence[str]) -> list[HitGroup]:
        """Everything that holds every word, own municipality first within each kind."""
        groups = [
            HitGroup(title, hits) for title, things in self.things.items() if (hits := self._named(things, asked))
        ]
        texts: dict[str, list[Hit]] = {}
        for hit in find_texts(self.viewer, " ".join(asked), MOST):
            texts.setdefault(hit.kind, []).append(hit)
        groups += [HitGroup(heading(kind), sorted(hits, key=self._not_own)) for kind, hits in texts.items()]
        return groups

    def is_known(self, word: str) -> bool:
        """Whether anything that the reader may see holds the word."""
        return any(named.is_found(t, [word]) for things in self.things.values() for t in things) or bool(
            find_texts(self.viewer, word, 1)
        )

    def mended(self, word: str) -> str:
        """The nearest word that finds something the reader may see; the word itself when none does."""
        names = {w for things in self.things.values() for t in things for w in vocabulary.words_of(t.name)}
        for near in islice(_each_once(vocabulary.almost(word, names), vocabulary.near_in_texts(word)), _TRIED):
            if self.is_known(near):
                return near
        return word

    def _named(self, things: Sequence[Named], asked: Sequence[str]) -> list[Hit]:
        listed = [t for t in things if named.is_found(t, asked)]
        listed.sort(key=lambda t: (self._lies_elsewhere(t.place), _not_in_name(t, asked), sort_key(t.name)))
        return [Hit(t.name, t.what, t.url, place=t.place, links=t.links) for t in listed[:MOST]]

    def _not_own(self, hit: Hit) -> bool:
        return self._lies_elsewhere(hit.place)

    def _lies_elsewhere(self, place: str) -> bool:
        return not self.own or self.towns.get(place, place) != self.own


def find(viewer: Viewer, text: str) -> Found:
    """What holds every word of a question, in any order. When nothing does, rings and dots are overlooked, and then
    words that find nothing are read as the nearest that do."""
    asked = words_of(text)[: index.MOST_WORDS]
    if not asked:
        return Found("")
    search = _Search(
        viewer,
        own_municipality(viewer),
        {source.heading(): list(source.named(viewer)) for source in named.sources()},
        dict(Unit.objects.filter(municipality__in_region=True).values_list("code", "municipality_id"))
        | dict(Owner.objects.filter(units__municipality__in_region=True).values_list("orgnr", "municipality_id")),
    )
    plain = [folded(word) for word in asked]
    for words in [asked] if plain == asked else [asked, plain]:
        if groups := search.groups(words):
            return Found(text.strip(), _with_ways_on(viewer, groups))
    mended = [w if n >= _MENDED or search.is_known(w) else search.mended(w) for n, w in enumerate(plain)]
    if mended != plain and (groups := search.groups(mended)):
        shown = " ".join(a if m == p else m for a, p, m in zip(asked, plain, mended, strict=True))
        return Found(shown, _with_ways_on(viewer, groups), is_mended=True)
    return Found(text.strip())


def find_texts(viewer: Viewer, words: str, most: int) -> list[Hit]:
    """Texts that hold every word in any of its forms: those with the words in the title first, then the latest.

    Each room says itself, now, which of its texts the viewer may see; what it does not say is not counted either.
    """
    question = index.asked(words)
    hits: dict[int, Hit] = {}
    if not vocabulary.hold(question):
        return []
    for column in ("title", "body"):
        for start in range(0, _DEEPEST, _STEP):
            if len(hits) >= most:
                break
            numbers = index.matches(question, column, _STEP, start)
            _add(hits, [n for n in numbers if n not in hits], viewer, question)
            if len(numbers) < _STEP:
                break
    return list(hits.values())[:most]


def _add(hits: dict[int, Hit], numbers: list[int], viewer: Viewer, question: list[str]) -> None:
    entries = Entry.objects.in_bulk(numbers)
    seen = _seen(viewer, entries.values())
    for number in numbers:
        if (entry := entries.get(number)) and (entry.kind, entry.ref) in seen:
            line = _line(entry.body, question)
            hits[number] = Hit(entry.title, entry.what, entry.url, line, entry.kind, entry.place)


def _seen(viewer: Viewer, entries: Iterable[Entry]) -> set[tuple[str, str]]:
    """Kind and reference of those that the viewer may see; each room is asked once."""
    by_kind: dict[str, list[str]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry.ref)
    return {(kind, ref) for kind, refs in by_kind.items() for ref in visible(viewer, kind, refs)}


def _with_ways_on(viewer: Viewer, groups: list[HitGroup]) -> list[HitGroup]:
    """The groups with what has been written at each of the first schools, as far as the reader may see."""
    schools = [hit.place for group in groups for hit in group.hits if not hit.kind and Place(hit.place).is_unit][
        :_SCHOOLS
    ]
    written = list(Entry.objects.filter(place__in=schools).order_by("-pk")[:_DEEPEST]) if schools else []
    seen = _seen(viewer, written)
    ways: dict[str, list[WayOn]] = {}
    for entry in written:
        if (entry.kind, entry.ref) in seen:
            ways.setdefault(entry.place, []).append(WayOn(f"{entry.what}: {entry.title}", entry.url))
    return [
        replace(
            g, hits=[h if h.kind else replace(h, links=h.links + tuple(ways.get(h.place, [])[:_TEXTS])) for h in g.hits]
        )
        for g in groups
    ]


def _not_in_name(thing: Named, asked: Sequence[str]) -> bool:
    return not all(named.in_name(thing, word) for word in asked)


def _each_once(*lists: Iterator[str]) -> Iterator[str]:
    seen: set[str] = set()
    for words in lists:
        for word in words:
            if word not in seen:
                seen.add(word)
                yield word


def _line(body: str, question: list[str]) -> str:
    """The first line of the text with most of the words asked for."""
    best, most = "", 0
    for line in body.splitlines():
        there = [stem(form) for word in words_of(line) for form in (word, folded(word))]
        score = sum(any(t.startswith(q) for t in there) for q in question)
        if score > most:
            best, most = line, score
    return best if len(best) <= 220 else f"{best[:217].rstrip()} …"
