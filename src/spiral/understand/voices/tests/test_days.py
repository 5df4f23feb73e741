"""The analysis day: groups sort apart, nothing of theirs is lost, and agreed themes go to other rooms."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from spiral.exchange import evidence
from spiral.trust.access.viewer import viewer_of
from spiral.understand.voices import queries
from spiral.understand.voices.actions import collections, days, reviewing
from spiral.understand.voices.actions.days import Move
from spiral.understand.voices.models import Quote, Theme
from spiral.understand.voices.tests.conftest import BACKEND


@pytest.fixture
def sorting(released, leader):
    """An open day about question 4 with two groups and six quotes."""
    collection = released(6)
    day = days.open_day(collection.pk, [4], 2, timezone.localdate(), by=viewer_of(leader))
    return collection, day, list(day.groups.all()), list(Quote.objects.filter(question=4))


def test_groups_sort_apart(sorting, leader) -> None:
    collection, day, (one, two), quotes = sorting
    pile = days.add_pile(one.pk, "Öva")
    days.add_pile(two.pk, "Öva")
    assert days.move_quotes(one.pk, [Move(q.pk, None, pile.pk) for q in quotes]) == []
    first, second = queries.sortings(day)
    assert (len(first.piles[0].quotes), len(first.unsorted)) == (6, 0)
    assert (len(second.piles[0].quotes), len(second.unsorted)) == (0, 6)


def test_only_the_days_own_quotes_and_the_groups_own_piles_can_be_used(sorting) -> None:
    collection, day, (one, two), quotes = sorting
    other = days.add_pile(two.pk, "Andras")
    own = days.add_pile(one.pk, "Egen")
    elsewhere = Quote.objects.filter(question=2).first()
    moves = [Move(quotes[0].pk, None, other.pk), Move(elsewhere.pk, None, own.pk), Move(uuid.uuid4(), None, own.pk)]
    assert days.move_quotes(one.pk, moves) == []
    assert len(queries.sortings(day, [1])[0].unsorted) == 6


def test_two_devices_of_one_group_lose_nothing_and_the_later_is_told(sorting) -> None:
    collection, day, (one, _two), quotes = sorting
    a, b = days.add_pile(one.pk, "A"), days.add_pile(one.pk, "B")
    days.move_quotes(one.pk, [Move(quotes[0].pk, None, a.pk)])
    refused = days.move_quotes(one.pk, [Move(quotes[0].pk, None, b.pk), Move(quotes[1].pk, None, b.pk)])
    assert refused == [Move(quotes[0].pk, a.pk, b.pk)]
    [seen] = queries.sortings(day, [1])
    assert [q.pk for p in seen.piles for q in p.quotes] == [quotes[0].pk, quotes[1].pk]
    assert days.move_quotes(one.pk, [Move(quotes[0].pk, a.pk, b.pk)]) == []


def test_a_pile_away_leaves_its_quotes_unsorted(sorting) -> None:
    collection, day, (one, two), quotes = sorting
    pile = days.add_pile(one.pk, "A")
    days.move_quotes(one.pk, [Move(quotes[0].pk, None, pile.pk)])
    days.remove_pile(two.pk, pile.pk)
    assert len(queries.sortings(day, [1])[0].unsorted) == 5
    days.remove_pile(one.pk, pile.pk)
    assert len(queries.sortings(day, [1])[0].unsorted) == 6


def test_a_group_names_a_theme_once_and_has_at_most_twelve(sorting) -> None:
    _collection, _day, (one, _two), _quotes = sorting
    a, _b = days.add_pile(one.pk, "A"), days.add_pile(one.pk, "B")
    with pytest.raises(days.NameTaken):
        days.add_pile(one.pk, "A")
    with pytest.raises(days.NameTaken):
        days.rename_pile(one.pk, a.pk, "B")
    for n in range(10):
        days.add_pile(one.pk, f"C{n}")
    with pytest.raises(days.TooMany):
        days.add_pile(one.pk, "för många")


def walk_in(client, day: object) -> str:
    """A device goes in by the day's code. The address of its first group."""
    client.get(f"/elevroster/sortera/{day.code}/")
    return f"/elevroster/sortera/dag/{day.pk}/grupp/1/"


def test_the_code_ends_with_the_day_and_shows_nothing_afterwards(sorting, client, time_machine, leader) -> None:
    collection, day, (one, _two), quotes = sorting
    url = walk_in(client, day)
    page = client.get(url).content.decode()
    assert quotes[0].text in page
    assert len(day.code) == 10
    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1))
    page = client.get(url, follow=True).content.decode()
    assert quotes[0].text not in page
    with pytest.raises(days.DayClosed):
        days.add_pile(one.pk, "för sent")
    days.open_day(collection.pk, [4], 2, timezone.localdate(), by=viewer_of(leader))
    assert days.add_pile(one.pk, "öppen igen")
    days.close_day(collection.pk, by=viewer_of(leader))
    assert quotes[0].text not in client.get(url, follow=True).content.decode()


def test_only_a_released_collection_has_a_day_and_only_its_leader_opens_it(opened, released, leader, person) -> None:
    collection = opened(6)
    collections.close(collection.pk, by=viewer_of(leader))
    with pytest.raises(ValueError, match="released"):
        days.open_day(collection.pk, [4], 2, date(2030, 1, 1), by=viewer_of(leader))
    done = released()
    with pytest.raises(PermissionDenied):
        days.open_day(done.pk, [4], 2, date(2030, 1, 1), by=viewer_of(person("samordnare")))


def test_an_agreed_theme_has_its_piles_quotes_and_a_few_are_not_counted_out(sorting, leader, client) -> None:
    collection, day, (one, two), quotes = sorting
    many, few = days.add_pile(one.pk, "Öva"), days.add_pile(two.pk, "Fråga")
    days.move_quotes(one.pk, [Move(q.pk, None, many.pk) for q in quotes[:5]])
    days.move_quotes(two.pk, [Move(q.pk, None, few.pk) for q in quotes[4:]])
    both = days.agree_on_theme(collection.pk, None, "Öva och fråga", [many.pk, few.pk], by=viewer_of(leader))
    assert both.quotes.count() == 6
    small = days.agree_on_theme(collection.pk, None, "Fråga", [few.pk], by=viewer_of(leader))
    client.force_login(leader, backend=BACKEND)
    page = client.get(f"/elevroster/insamling/{collection.pk}/", headers={"accept-language": "sv"}).content.decode()
    assert "6 citat" in page
    assert "färre än fem citat" in page
    piece = evidence.freeze(viewer_of(leader), "theme", str(both.pk), "sv")
    assert piece.sentence == "Elever har samlat 6 citat under temat ”Öva och fråga”."
    assert len(piece.detail["quotes"]) == 3
    assert piece.source.startswith("Elevröster, Klass 8 B, 6 svarade")
    assert evidence.freeze(viewer_of(leader), "theme", str(small.pk), "sv").sentence.startswith(
        "Elever har samlat färre än fem"
    )


def test_two_who_change_the_same_theme_lose_nothing(sorting, leader, client) -> None:
    collection, _day, (one, _two), quotes = sorting
    pile = days.add_pile(one.pk, "Öva")
    days.move_quotes(one.pk, [Move(q.pk, None, pile.pk) for q in quotes])
    theme = days.agree_on_theme(collection.pk, None, "Öva", [pile.pk], by=viewer_of(leader))
    days.agree_on_theme(collection.pk, theme.pk, "Öva mer", [], 1, by=viewer_of(leader))
    client.force_login(leader, backend=BACKEND)
    url = f"/elevroster/insamling/{collection.pk}/teman/{theme.pk}/"
    late = client.post(url, {"name": "Träna", "revision": "1"}, headers={"accept-language": "sv"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "Någon annan har sparat under tiden. Båda texterna finns kvar" in page
    assert "Öva mer" in page
    assert 'value="Träna"' in page
    assert Theme.objects.get().name == "Öva mer"
    assert client.post(url, {"name": "Träna", "revision": "2"}).status_code == 302
    assert (Theme.objects.get().name, Theme.objects.get().quotes.count()) == ("Träna", 6)


def test_evidence_is_frozen_only_for_those_who_may_see_and_is_not_looked_at_again(sorting, leader, person) -> None:
    collection, _day, _groups, quotes = sorting
    ref = str(quotes[0].pk)
    piece = evidence.freeze(viewer_of(leader), "quote", ref, "sv")
    assert piece.title == "Vad är ditt nästa steg?"
    assert piece.path == f"/elevroster/insamling/{collection.pk}/"
    assert evidence.Evidence.from_json(piece.as_json()) == piece
    assert evidence.freeze(viewer_of(person("samordnare")), "quote", ref, "en").title == "What is your next step?"
    for stranger in (person("skolchef"), person("fortroendevald"), None):
        assert evidence.freeze(viewer_of(stranger), "quote", ref, "sv") is None
    assert evidence.freeze(viewer_of(leader), "quote", "not a key", "sv") is None
    assert evidence.freeze(viewer_of(leader), "theme", "9" * 40, "sv") is None
    assert evidence.freeze(viewer_of(leader), "theme", "x", "sv") is None
    assert evidence.follow_up(viewer_of(leader), piece, "sv") is None


def test_a_room_that_takes_things_along_gets_its_links_on_quotes_and_themes(sorting, leader, client) -> None:
    collection, _day, (one, _two), quotes = sorting
    there = evidence.Destination(
        "prov", lambda: "Ta med till provet", lambda kind, ref: f"/prov/{kind}/{ref}", lambda _v: True
    )
    with evidence.DESTINATIONS.holding({"prov": there}):
        pile = days.add_pile(one.pk, "Öva")
        days.move_quotes(one.pk, [Move(quotes[0].pk, None, pile.pk)])
        theme = days.agree_on_theme(collection.pk, None, "Öva", [pile.pk], by=viewer_of(leader))
        client.force_login(leader, backend=BACKEND)
        page = client.get(f"/elevroster/insamling/{collection.pk}/").content.decode()
        assert f'href="/prov/theme/{theme.pk}"' in page
        assert f'href="/prov/quote/{quotes[0].pk}"' in page


def test_a_removed_quote_leaves_every_pile_and_theme(sorting, leader) -> None:
    collection, day, (one, _two), quotes = sorting
    pile = days.add_pile(one.pk, "Öva")
    days.move_quotes(one.pk, [Move(q.pk, None, pile.pk) for q in quotes])
    theme = days.agree_on_theme(collection.pk, None, "Öva", [pile.pk], by=viewer_of(leader))
    reviewing.remove_quote(collection.pk, quotes[0].pk, by=viewer_of(leader))
    assert theme.quotes.count() == 5
    assert len(queries.sortings(day, [1])[0].piles[0].quotes) == 5


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Skriv vad högen handlar om"),
        ("x" * 81, "Korta det till högst 80 tecken"),
        ("det Anna säger", "Kan ”Anna” vara ett namn?"),
        ("ring 070-123 45 67", "inga nummer eller adresser"),
        ("a\x00b", "Null"),
    ],
)
def test_a_pile_with_a_bad_name_is_explained_and_nothing_is_lost(name: str, said: str, sorting, client) -> None:
    _collection, day, _groups, _quotes = sorting
    url = walk_in(client, day)
    page = client.post(url, {"name": name, "new": "1"}, headers={"accept-language": "sv"})
    assert page.status_code == 200
    assert said in page.content.decode()
    assert queries.sortings(day, [1])[0].piles == ()


def test_adding_a_pile_keeps_what_was_chosen_beside_the_quotes(sorting, client) -> None:
    _collection, day, (one, _two), quotes = sorting
    pile = days.add_pile(one.pk, "Öva")
    form = {f"c-{quotes[0].pk}": str(pile.pk), f"was-{quotes[0].pk}": "", "name": "Våga", "new": "1"}
    assert client.post(walk_in(client, day), form).status_code == 302
    [seen] = queries.sortings(day, [1])
    assert [(p.name, len(p.quotes)) for p in seen.piles] == [("Öva", 1), ("Våga", 0)]


def test_the_enter_key_in_the_field_of_another_name_renames_the_pile(sorting, client) -> None:
    _collection, day, (one, _two), _quotes = sorting
    a, b = days.add_pile(one.pk, "A"), days.add_pile(one.pk, "B")
    form = {"name": "", "new": "1", f"name-{a.pk}": "A", f"name-{b.pk}": "Bättre"}
    assert client.post(walk_in(client, day), form).status_code == 302
    assert [p.name for p in queries.sortings(day, [1])[0].piles] == ["A", "Bättre"]


@pytest.mark.parametrize("groups", [1, 3])
def test_the_leaders_page_costs_the_same_few_queries(
    groups: int, released, leader, client, django_assert_num_queries
) -> None:
    collection = released(6)
    day = days.open_day(collection.pk, [4], groups, timezone.localdate(), by=viewer_of(leader))
    for group in day.groups.all():
        days.add_pile(group.pk, "Öva")
    client.force_login(leader, backend=BACKEND)
    with django_assert_num_queries(15):
        assert client.get(f"/elevroster/insamling/{collection.pk}/analysdag/").status_code == 200
