"""Search by name."""

import pytest

from spiral.search.queries import find
from spiral.trust.access.viewer import viewer_of, visitor

pytestmark = pytest.mark.figures


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("götene", "Götene"),
        ("GÖTENE", "Götene"),
        ("alléskolan", "Alléskolan"),
        ("45270097", "Alléskolan"),
        ("lilje skolan", "Liljestensskolan 1"),
        ("vara kommun", "Vara kommun"),
        ("gullspang", "Gullspång"),
        ("GULLSPÄNG", "Gullspång"),
        ("Gullspa\u030ang", "Gullspång"),
        ("Ｇｕｌｌｓｐåｎｇ", "Gullspång"),
        ("aleskolan", "Alléskolan"),
        ("alleskolna", "Alléskolan"),
        ("gullspågn", "Gullspång"),
        ("skola lilje", "Liljestensskolan 1"),
        ("götene prästgårdsskolan", "Prästgårdsskolan"),
        ("årskurs betyg ämnen", "Betyg i alla ämnen, årskurs 9"),
        ("n15419", "Betyg i alla ämnen, årskurs 9"),
        ("meritvarde", "Meritvärde, 17 ämnen"),
    ],
)
def test_a_name_is_found_whatever_its_case(words: str, name: str, db: None) -> None:
    names = [h.name for h in find(visitor(), words).hits]
    assert name in names


def test_a_word_is_found_in_its_other_forms(db: None) -> None:
    assert len(find(visitor(), "gymnasium").hits) > 20


def test_only_the_regions_places_are_found(db: None) -> None:
    assert find(visitor(), "Uppsala").hits == []
    assert find(visitor(), "   ").hits == []


def test_every_hit_leads_to_a_page(client, db: None) -> None:
    hits = [*find(visitor(), "vara").hits, *find(visitor(), "N15419").hits, *find(visitor(), "N15504").hits]
    for url in {h.url for h in hits if h.url} | {link.url for h in hits for link in h.links}:
        page, _hash, row = url.partition("#")
        answer = client.get(page)
        assert answer.status_code == 200
        assert not row or f'id="{row}"' in answer.content.decode(), url


def test_a_search_without_hits_says_what_to_do(read) -> None:
    text = read("/sok/?q=xyzzy").xpath("string(//main)")
    assert "Inga träffar på ”xyzzy”" in text
    assert "Prova färre ord" in text


def test_hits_are_grouped_by_kind(db: None) -> None:
    headings = [g.heading for g in find(visitor(), "vara").groups]
    assert headings[:3] == ["Kommuner", "Skolor och förskolor", "Huvudmän"]


@pytest.mark.parametrize(("words", "title"), [("POSTADRESS telefonnummer", "Integritet"), ("sekretess", "Sekretess")])
def test_help_pages_are_found_by_their_titles_and_words(words: str, title: str, db: None) -> None:
    helping = [g.hits for g in find(visitor(), words).groups if g.heading == "Hjälp"]
    assert any(title in h.name for h in helping[0])


def test_one_s_own_municipality_comes_first(person) -> None:
    def towns(reader) -> list[str]:
        return [h.what for g in find(reader, "skola").groups if g.heading == "Skolor och förskolor" for h in g.hits]

    own = towns(viewer_of(person("natverksmedlem")))
    assert own[0] == "Vara"
    last = max(n for n, town in enumerate(own) if town == "Vara")
    assert set(own[: last + 1]) == {"Vara"}
    assert towns(visitor())[: last + 1] != own[: last + 1]


def test_an_indicator_leads_to_one_s_own_row_or_to_each_municipality_s(person) -> None:
    hit = find(viewer_of(person("natverksmedlem")), "N15419").hits[0]
    assert (hit.url, hit.links) == ("/kommun/vara/#all-subjects", ())
    hit = find(visitor(), "N15419").hits[0]
    assert (hit.url, len(hit.links)) == ("", 15)


def test_a_mended_spelling_is_told(read) -> None:
    text = " ".join(read("/sok/?q=aleskolan").xpath("string(//main)").split())
    assert "träff" in text
    assert "Visar träffar för ”alléskolan”. Ingenting stavas ”aleskolan”." in text
    assert "Visar träffar" not in read("/sok/?q=alleskolan").xpath("string(//main)")
