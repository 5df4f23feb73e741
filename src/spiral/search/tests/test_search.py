"""Search by name."""

import pytest

from spiral.search.queries import find
from spiral.trust.access.viewer import visitor


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("götene", "Götene"),
        ("GÖTENE", "Götene"),
        ("alléskolan", "Alléskolan"),
        ("45270097", "Alléskolan"),
        ("lilje skolan", "Liljestensskolan 1"),
        ("vara kommun", "Vara kommun"),
    ],
)
def test_a_name_is_found_whatever_its_case(words: str, name: str, db: None) -> None:
    names = [h.name for h in find(visitor(), words)]
    assert name in names


def test_a_word_is_found_in_its_other_forms(db: None) -> None:
    assert len(find(visitor(), "gymnasium")) > 20


def test_only_the_regions_places_are_found(db: None) -> None:
    assert find(visitor(), "Stockholm") == []
    assert find(visitor(), "   ") == []


@pytest.mark.figures
def test_every_hit_leads_to_a_page(client, db: None) -> None:
    for hit in find(visitor(), "vara"):
        assert client.get(hit.url).status_code == 200


def test_a_search_without_hits_says_what_to_do(read) -> None:
    text = read("/sok/?q=xyzzy").xpath("string(//main)")
    assert "Inga träffar på ”xyzzy”" in text
    assert "Prova färre ord" in text
