"""Texts of the rooms: found in every form of a word, by those who may see them and nobody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from spiral.exchange import texts
from spiral.exchange.texts import Text
from spiral.search import index
from spiral.search.actions import index_everything
from spiral.search.models import Entry, Spelling
from spiral.search.queries import find, find_texts
from spiral.trust.access.viewer import Viewer, viewer_of, visitor

pytestmark = pytest.mark.django_db


class Room:
    """A room whose texts are a dictionary; readers see what ``open_to`` says."""

    def __init__(self) -> None:
        self.texts: dict[str, Text] = {}
        self.closed: set[str] = set()

    def write(self, ref: str, title: str, body: str = "", place: str = "") -> None:
        self.texts[ref] = Text("test", ref, title, body, "text", f"/text/{ref}/", place)
        texts.announce_change("test", ref)

    def heading(self) -> str:
        return "Texter"

    def all(self):
        return self.texts.values()

    def one(self, ref: str) -> Text | None:
        return self.texts.get(ref)

    def visible(self, viewer: Viewer, refs: Sequence[str]) -> set[str]:
        return {r for r in refs if r not in self.closed}


@pytest.fixture
def room() -> Iterator[Room]:
    room = Room()
    with texts.TEXT_SOURCES.holding({"test": room}), texts.NAME_SOURCES.holding({}):
        yield room


def _names(words: str) -> list[str]:
    return [h.name for h in find_texts(visitor(), words, 60)]


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("övergång", "Övergångar mellan stadier"),
        ("övergångarna", "En övergång"),
        ("elevers röst", "Elevernas röster"),
        ("ELEVERNAS RÖSTER", "en elevs röst"),
        ("läsning", "Läsningen i alla ämnen"),
        ("matematik", "Matematikens dag"),
        ("progression över tid", "Mäta progressionen över tiden"),
        ("gymnas", "Gymnasieskolan"),
        ("åk 9", "Resultat i åk 9"),
    ],
)
def test_a_word_is_found_in_every_form(asked, written, room) -> None:
    room.write("1", written)
    room.write("2", "Något helt annat")
    assert _names(asked) == [written]


def test_a_ring_or_two_dots_that_are_typed_are_asked_for(room) -> None:
    room.write("1", "Lära åker")
    room.write("2", "Lara aker")
    assert _names("lära") == ["Lära åker"]
    assert _names("lara") == ["Lara aker", "Lära åker"]


@pytest.mark.parametrize("asked", ["Kva\u030agla\u0308x", "ｋｖåｇｌäｘ", "KVÅGLÄX", "kvaglax", "kväglåx"])
def test_signs_are_read_however_they_are_typed(asked, room) -> None:
    room.write("1", "Kvågläx")
    assert [h.name for h in find(visitor(), asked).hits] == ["Kvågläx"]


@pytest.mark.parametrize("asked", ["kanarifågel", "kanariefåglel", "kanareifagel", "kamarieflgel"])
def test_a_word_with_one_or_two_wrong_letters_is_found_and_told(asked, room) -> None:
    room.write("1", "Rubrik", "En kanariefågel")
    result = find(visitor(), asked)
    assert (result.words, result.is_mended, len(result.hits)) == ("kanariefågel", True, 1)


@pytest.mark.parametrize("asked", ["kanorieflgal", "xyz", "kanarie7gel"])
def test_a_word_further_off_is_not_guessed_at(asked, room) -> None:
    room.write("1", "En kanariefågel")
    assert find(visitor(), asked).hits == []


def test_no_spelling_is_mended_to_a_word_one_may_not_see(room) -> None:
    room.write("1", "Kanariefågel")
    room.write("2", "Kanariefågor och måsar")
    room.closed = {"1"}
    assert find(visitor(), "kanariefågol").words == "kanariefågor"
    room.closed = {"1", "2"}
    result = find(visitor(), "kanariefågol")
    assert (result.words, result.is_mended, result.groups) == ("kanariefågol", False, [])


def test_a_hidden_text_does_not_keep_a_spelling_from_being_mended(room) -> None:
    room.write("1", "Kanariefågol")
    room.write("2", "Kanariefågel")
    room.closed = {"1"}
    assert find(visitor(), "kanariefågol").words == "kanariefågel"


def test_words_that_stand_in_no_text_any_more_are_forgotten(room) -> None:
    room.write("1", "Kanariefågel")
    room.write("1", "Skata")
    assert set(Spelling.objects.values_list("word", flat=True)) == {"skata"}
    del room.texts["1"]
    texts.announce_change("test", "1")
    assert not Spelling.objects.exists()


def test_from_a_school_one_reads_on_to_what_is_written_there(room) -> None:
    room.write("1", "Varför sjunker provresultaten?", place="45270097")
    room.write("2", "Hemligt", place="45270097")
    room.closed = {"2"}
    school = next(h for h in find(visitor(), "alléskolan").hits if h.place == "45270097")
    assert [link.name for link in school.links] == ["text: Varför sjunker provresultaten?"]


def test_texts_of_one_s_own_municipality_come_first(room, person) -> None:
    room.write("1", "Läsning i Vara", place="1470")
    room.write("2", "Läsning i Skara", place="1495")
    assert [h.name for h in find(viewer_of(person("natverksmedlem")), "läsning").groups[-1].hits][0] == "Läsning i Vara"
    assert [h.name for h in find(visitor(), "läsning").groups[-1].hits][0] == "Läsning i Skara"


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("1e5", "Mål 1e5 och 3.14"),
        ("betyg_ak9", "betyg_åk9 betyg_ak9"),
        ("ak9", "betyg_ak9"),
        ("14", "Mål 3.14"),
        ("kommun.se", "https://kommun.se/a/b"),
        ("b" * 130, "b" * 4000),
        ("tvärt", "tvärt-om"),
        ("m²", "Yta i m²"),
    ],
)
def test_both_databases_cut_a_text_at_the_same_places(asked, written, room) -> None:
    room.write("1", written)
    assert _names(asked) == [written[:300]]


def test_every_word_is_needed_and_titles_come_first(room) -> None:
    room.write("1", "Rubrik", "Läsning och närvaro i två skolor")
    room.write("2", "Läsning", "Ingenting mer")
    room.write("3", "Närvaro och läsning", "x")
    assert _names("läsning närvaro") == ["Närvaro och läsning", "Rubrik"]
    assert _names("läsning") == ["Närvaro och läsning", "Läsning", "Rubrik"]


def test_the_line_with_the_words_is_shown(room) -> None:
    room.write("1", "Möte", "Incheckning\nVi vill mäta progressionen\nUtcheckning")
    assert find_texts(visitor(), "progression", 5)[0].line == "Vi vill mäta progressionen"


def test_a_changed_text_is_found_by_its_new_words_only_and_a_removed_one_by_none(room) -> None:
    room.write("1", "Läsning")
    room.write("1", "Matematik")
    assert (_names("läsning"), _names("matematik")) == ([], ["Matematik"])
    del room.texts["1"]
    texts.announce_change("test", "1")
    assert _names("matematik") == []
    assert not Entry.objects.exists()


def test_what_one_may_not_see_is_neither_shown_nor_counted(room, client) -> None:
    room.write("1", "Kanariefågel öppen")
    room.write("2", "Kanariefågel hemlig")
    assert len(_names("kanariefågel")) == 2
    room.closed.add("2")
    assert _names("kanariefågel") == ["Kanariefågel öppen"]
    page = client.get("/sok/?q=kanariefågel").content.decode()
    assert "hemlig" not in page
    assert "En träff" in page


def test_what_one_may_not_see_does_not_hide_what_one_may(room) -> None:
    room.write("först", "Kanariefågel öppen")
    for n in range(300):
        room.write(str(n), "Kanariefågel hemlig")
        room.closed.add(str(n))
    assert _names("kanariefågel") == ["Kanariefågel öppen"]


@pytest.mark.parametrize(
    "asked",
    [
        '"',
        "*",
        "a OR b",
        "NEAR(x y)",
        "title:x",
        "'; DROP TABLE",
        "-läsning",
        "(",
        "\\",
        "& | !",
        "𝒳",
        "x" * 5000,
        "...",
    ],
)
def test_no_question_is_read_as_a_command(asked, room) -> None:
    room.write("1", "Läsning")
    assert isinstance(_names(asked), list)
    assert Entry.objects.count() == 1


def test_everything_can_be_indexed_anew(room) -> None:
    room.write("1", "Läsning")
    room.texts["2"] = Text("test", "2", "Matematik", "", "text", "/")
    Entry.objects.create(kind="test", ref="9", title="Spöke", what="", url="/")
    assert index_everything() == 2
    assert _names("matematik") == ["Matematik"]
    assert not Entry.objects.filter(ref="9").exists()


def test_a_search_costs_the_same_with_one_hit_and_three(room, django_assert_num_queries) -> None:
    for n in (1, 2, 3):
        room.write(str(n), "Läsning")
        with django_assert_num_queries(4):
            _names("läsning")


def test_places_come_before_texts(room) -> None:
    room.write("1", "Träff i Vara")
    hits = find(visitor(), "vara").hits
    assert hits[0].name == "Vara"
    assert "Träff i Vara" in [h.name for h in hits]


@pytest.mark.figures
def test_a_meeting_is_found_by_members_only(person, client) -> None:
    from spiral.act.meetings.demo import load_demo_meetings

    member = person("natverksmedlem")
    load_demo_meetings()
    index_everything()
    assert index.asked("progressionerna")
    assert any("Nätverksmöte" in h.name for h in find(viewer_of(member), "progression").hits)
    for reader in (visitor(), viewer_of(person("fortroendevald"))):
        assert not any("Nätverksmöte" in h.name for h in find(reader, "progression").hits)
