"""Lines of group notes that say much the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from spiral.engine.similar import LEAST_SIMILARITY, clusters, content_stems, jaccard_index
from spiral.engine.swedish import stem


def test_inflected_words_are_the_same_word() -> None:
    assert content_stems("Elevernas röster i utvecklingsarbetet") == content_stems("elevers röst i utvecklingsarbete")
    assert {stem(w) for w in ("övergång", "övergångar", "övergångarna", "övergångens")} == {stem("övergång")}


def test_lines_about_the_same_thing_are_suggested_and_others_left_alone() -> None:
    lines = [
        "Mäta progressionen över tid",
        "Fler goda exempel i matematik",
        "Hur mäter vi progression?",
        "Lyfta goda exempel från matematiken",
        "Bjuda in Skolverket",
    ]
    assert clusters(lines) == [[0, 2], [1, 3]]


def test_a_chain_of_half_likenesses_gathers_no_strangers() -> None:
    lines = ["alfa beta gamma", "beta gamma delta", "gamma delta epsilon"]
    assert all(len(b) == 2 for b in clusters(lines))


def test_short_or_empty_lines_are_never_suggested() -> None:
    assert clusters(["Ja", "Ja", "", "och", "matematik", "matematik"]) == []


@given(st.lists(st.text(alphabet="abc dåäö", max_size=20), max_size=12))
def test_every_line_is_in_one_bundle_at_most_and_all_in_it_are_alike(lines) -> None:
    found = clusters(lines)
    placed = [i for b in found for i in b]
    assert len(placed) == len(set(placed))
    assert all(
        jaccard_index(content_stems(lines[a]), content_stems(lines[b])) >= LEAST_SIMILARITY
        for g in found
        for a in g
        for b in g
        if a != b
    )
