"""Each role comes home to a page of its own, and every sentence on it follows from how things stand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.demo import load_everything

from spiral.act.meetings.models import Attendee, Meeting, Task
from spiral.home.pages import ahead, member, work
from spiral.home.pages.parts import on_day
from spiral.trust.access.viewer import viewer_of
from spiral.trust.people.models import Office

pytestmark = pytest.mark.figures

TODAY = date(2026, 11, 28)


@pytest.fixture
def demo(person, settings) -> None:
    settings.DEMO = True
    load_everything()


@pytest.mark.parametrize(
    ("who", "begins", "queries"),
    [
        ("samordnare", "Mötet ", 37),
        ("presidium", "Mötet ", 36),
        ("natverksmedlem", "En uppgift är kvar att göra", 19),
        ("skolchef", "Det här är känt om skolorna i Götene före mötet ", 18),
        ("styrgrupp", "Sex av tio elever i Skaraborg", 17),
        ("rektor", "En rad är värd måndagens samtal: 32 av 123 elever blev inte behöriga", 13),
        ("fortroendevald", "Det här är publicerat om skolorna i Lidköping", 5),
        ("friskolerektor", "Academy X Music and Business Vara har siffror", 6),
    ],
)
def test_each_role_comes_home(who, begins, queries, demo, signed_in, read, django_assert_num_queries) -> None:
    client = signed_in(who)
    client.get("/")
    with django_assert_num_queries(queries):
        tree = read("/")
    assert tree.xpath("string(//h1)").startswith(begins)
    for url in tree.xpath("//main//a/@href"):
        if url.startswith("/"):
            assert client.get(url.partition("#")[0]).status_code == 200, url


def test_a_visitor_meets_the_region_the_search_and_the_code(read, django_assert_num_queries) -> None:
    read("/")
    with django_assert_num_queries(1):
        tree = read("/")
    assert tree.xpath("string(//h1)").startswith("Sex av tio elever i Skaraborg")
    assert tree.xpath("//table//tr[th[contains(., 'Vara')]]")
    assert tree.xpath("//form[@role='search']//input/@name") == ["q"]
    assert tree.xpath("//form[@action='/delta/']//input/@name") == ["code"]
    assert len(tree.xpath("//ul[@class='municipalities']//a")) == 15


def test_before_anything_is_loaded_the_visitors_home_says_how(client, db) -> None:
    from spiral.see.results.models import Value
    from spiral.trust.networks.models import Municipality

    Value.objects.all().delete()
    Municipality.objects.update(in_region=False)
    answer = client.get("/", headers={"accept-language": "sv"})
    assert "Inga siffror är inlästa än" in answer.content.decode()


def test_somebody_whose_office_has_ended_meets_what_a_visitor_does(signed_in, read, person) -> None:
    signed_in("samordnare")
    Office.objects.update(to_date=timezone.localdate() - timedelta(days=1))
    assert read("/").xpath("//form[@role='search']")


def test_somebody_with_two_offices_changes_between_their_homes(signed_in, read, person) -> None:
    signed_in("rektor")
    both = Office.objects.get(person=person("rektor"))
    also = Office.objects.create(
        person=both.person, role=Office.Role.MEMBER, place="1470", place_name="Vara", from_date=both.from_date
    )
    first = read("/")
    assert first.xpath("string(//nav[@class='tabs']/a[@aria-current])") == "Rektor, Alléskolan i Vara"
    assert read(f"/?office={also.pk}").xpath("string(//h1)") == "Du har inget kvar att göra från mötena"
    for odd in ("", "0", "999999", "x", "1e9", "٣"):
        assert read(f"/?office={odd}").xpath("string(//h1)") == first.xpath("string(//h1)")


def test_an_owner_chooses_among_its_schools(signed_in, read, person) -> None:
    signed_in("friskolerektor")
    office = Office.objects.get(person=person("friskolerektor"))
    from spiral.trust.networks.models import Unit

    owner = Unit.objects.get(pk=office.place).owner
    Office.objects.filter(pk=office.pk).update(place=owner.pk)
    assert read("/").xpath("//ul[@class='columns']//a/@href")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "i dag"),
        (1, "i morgon"),
        (2, "på måndag"),
        (6, "på fredag"),
        (7, "den 5 december"),
        (40, "den 7 januari 2027"),
        (-1, "den 27 november"),
    ],
)
def test_a_day_is_said_as_people_say_it(days, said, time_machine) -> None:
    time_machine.move_to("2026-11-28 12:00")
    assert on_day(TODAY + timedelta(days=days), TODAY) == said


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ([], "Du har inget kvar att göra från mötena"),
        ([None], "En uppgift är kvar att göra"),
        ([5], "En uppgift är kvar att göra, senast på torsdag"),
        ([5, None, 9], "Tre uppgifter är kvar att göra, den första senast på torsdag"),
        ([-1], "En uppgift är kvar att göra, och datumet har passerat"),
        ([-1, 4], "Två uppgifter är kvar att göra, en av dem är sen"),
        ([-1, -3, 4], "Tre uppgifter är kvar att göra, två av dem är sena"),
    ],
)
def test_the_members_heading_speaks_of_the_tasks_that_are_there(due, said, time_machine) -> None:
    time_machine.move_to("2026-11-28 12:00")
    tasks = [Task(text="Berätta", due=TODAY + timedelta(days=n) if n is not None else None) for n in due]
    assert member.title(tasks, TODAY) == said


def _coming(demo, person) -> tuple[object, Meeting]:
    viewer = viewer_of(person("samordnare"))
    return viewer, ahead.next_meeting(viewer)


def test_what_a_meeting_lacks_is_counted_and_each_is_one_act(demo, person) -> None:
    viewer, meeting = _coming(demo, person)
    led = ahead.led(viewer, meeting)
    assert led.title.endswith("saknar två saker")
    assert led.lead == "Inbjudan är inte skickad och punkt 3 har ingen siffra. Det andra är klart."
    assert led.first.act == "Gör inbjudan klar"
    assert [line.is_done for line in led.lacks] == [False, False, True, True]

    meeting.invited_at, meeting.invited_sequence = timezone.now(), meeting.sequence
    meeting.save()
    led = ahead.led(viewer, meeting)
    assert led.title.endswith("saknar en sak")
    assert led.lacks[0].what == "Inbjudan är skickad: 1 av 17 har svarat"

    meeting.items.filter(kind="report").update(evidence={"kind": "figure"})
    led = ahead.led(viewer, meeting)
    assert led.title.endswith("är klart att hålla")
    assert led.lead == "Inbjudan, siffror, tid och gamla uppgifter är på plats."

    meeting.sequence += 1
    assert ahead.led(viewer, meeting).lead.startswith("Inbjudan stämmer inte längre.")


def test_a_meeting_that_is_too_long_and_has_no_item_for_old_tasks_says_so(demo, person) -> None:
    viewer, meeting = _coming(demo, person)
    meeting.items.filter(kind="tasks").delete()
    meeting.items.filter(kind="whys").update(minutes=600)
    said = [line.what for line in ahead.led(viewer, meeting).lacks]
    assert any(what.startswith("Dagordningen ryms inte: ") for what in said)
    assert "Tre uppgifter från förra mötet har ingen punkt" in said
    meeting.items.all().delete()
    meeting.attendees.all().delete()
    said = [line.what for line in ahead.led(viewer, meeting).lacks]
    assert "Dagordningen är tom" in said
    assert "Ingen är inbjuden" in said


def test_a_meeting_that_goes_on_leads_to_its_mode(demo, person) -> None:
    viewer, meeting = _coming(demo, person)
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.RUNNING)
    led = ahead.led(viewer, ahead.next_meeting(viewer))
    assert led.title == "Mötet pågår nu"
    assert led.away == "", "it is not some days away"
    assert led.first.url == f"/moten/{meeting.pk}/lage/"


def test_without_a_meeting_the_home_says_how_to_plan_one(signed_in, read) -> None:
    signed_in("samordnare")
    tree = read("/")
    assert tree.xpath("string(//h1)") == "Inget möte är planerat"
    assert "/moten/ny/" in tree.xpath("//main//a/@href")
    assert "Inget väntar på dig" in tree.text_content()


def test_what_waits_is_named_with_whose_it_is(demo, person) -> None:
    from spiral.see.results.models import Remark

    viewer, meeting = _coming(demo, person)
    Remark.objects.create(place="1471", figure="merit", kind=Remark.Kind.ERROR, text="Stämmer inte.")
    meeting.attendees.filter(municipality="Hjo").update(reply=Attendee.Reply.NOT)
    came = work.came_in(viewer, "sv", meeting, list(meeting.attendees.all()))
    said = [line.what for line in came.lines]
    assert "Någon frågar om meritvärde, 17 ämnen, Götene" in said
    assert any(what.startswith("Hjo kan inte komma ") for what in said)

    held = Meeting.objects.filter(state=Meeting.State.ENDED).first()
    Meeting.objects.filter(pk=held.pk).update(published_at=None)
    late = Meeting.objects.filter(state=Meeting.State.PLANNED).last()
    then = timezone.now() - timedelta(days=3)
    Meeting.objects.filter(pk=late.pk).update(starts_at=then, ends_at=then + timedelta(hours=1))
    said = [line.what for line in work.to_review(viewer).lines]
    assert any(what.startswith(f"Sammanfattningen av {held.title}") for what in said)
    assert any(what.endswith("är aldrig avslutat") for what in said)
    assert any(what.startswith("Exempel från Vara: ") for what in said)
    assert ahead.next_meeting(viewer).pk != late.pk

    unowned = work.unowned(viewer)
    assert unowned.said == "1 av 7 punkter"
    assert unowned.lines[0].act == "Föreslå ägare"


def test_needs_that_nobody_can_meet_are_listed_and_others_are_not(demo, person) -> None:
    from spiral.learn.needs.models import Need

    viewer, _meeting = _coming(demo, person)
    assert work.came_in(viewer, "sv", None, ()) is None
    key = Need.objects.filter(status=Need.Status.SEEKS).first().area_id
    Need.objects.filter(area=key, status=Need.Status.SHARES).delete()
    (line,) = work.came_in(viewer, "sv", None, ()).lines
    assert line.url == f"/behov/omrade/{key}/"
    assert "Ingen har sagt att de kan dela" in line.why


@pytest.mark.parametrize(
    ("lines", "said"), [(0, "Inget väntar på dig."), (1, "En sak."), (3, "Tre saker, äldst först i varje grupp.")]
)
def test_how_much_waits_is_said_in_words(lines, said) -> None:
    from spiral.home.pages.parts import Line, LineGroup

    groups = [LineGroup("Har kommit in", "", [Line("a", "b", "/")] * lines)] if lines else []
    assert work.counted(groups).startswith(said)


def test_the_demo_has_somebody_in_every_municipality(demo) -> None:
    from spiral.trust.networks.models import Municipality

    members = set(Office.objects.filter(role=Office.Role.MEMBER).values_list("place", flat=True))
    assert members == set(Municipality.objects.filter(in_region=True).values_list("code", flat=True))
    assert Office.objects.filter(role=Office.Role.CHAIR).count() == 3
    assert Meeting.objects.first().attendees.filter(person__isnull=True).count() == 0
