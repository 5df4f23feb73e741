"""Many who write at once: no place or name is given twice, and nobody stands in wait for one who waits for her."""

from __future__ import annotations

import secrets
import threading
from datetime import timedelta

from django.utils import timezone

from spiral.trust.access.viewer import system, viewer_of
from tests.postgresql.at_once import ON_POSTGRESQL, office, raised, together

pytestmark = ON_POSTGRESQL


def test_the_last_place_is_given_once() -> None:
    from spiral.act.events import actions
    from spiral.act.events.models import SignUp

    starts = timezone.now() + timedelta(days=7)
    people = [office(n) for n in range(8)]
    content = actions.EventContent("Prov", starts, starts + timedelta(hours=2), "Prov", "", "Prov", places=3)
    made = actions.arrange(content, by=viewer_of(office(99, "coordinator")))
    found = together(*(lambda p=p: actions.sign_up(made.pk, 1, "", by=viewer_of(p)) for p in people))
    assert raised(found) == []
    states = sorted(SignUp.objects.filter(event=made).values_list("state", flat=True))
    assert states == sorted([SignUp.State.IN] * 3 + [SignUp.State.WAITING] * 5)
    found = together(*(lambda p=p: actions.leave(made.pk, by=viewer_of(p)) for p in people[:4]))
    assert raised(found) == []
    assert SignUp.objects.filter(event=made, state=SignUp.State.IN).count() == 3


def test_a_name_that_nobody_has_yet_is_taken_once() -> None:
    from spiral.act.assignments.actions import frames
    from spiral.learn.needs import actions as needs
    from spiral.learn.needs.models import Version
    from spiral.trust.networks import actions as networks
    from spiral.trust.networks.models import Municipality
    from spiral.trust.people import register_actions as people
    from spiral.trust.people.address import AddressTaken

    keeper = office(1, "coordinator")
    found = together(*(lambda: networks.add_area("Prov", by=viewer_of(keeper)) for _n in range(6)))
    assert [type(f) for f in raised(found)] == [networks.NameTaken] * 5
    found = together(
        *(
            lambda: networks.save_network(None, "Prov", "workgroup", "", None, (), by=viewer_of(keeper))
            for _n in range(6)
        )
    )
    assert [type(f) for f in raised(found)] == [networks.NameTaken] * 5
    found = together(*(lambda: people.add_person("Prov", "ny@prov.invalid", by=viewer_of(keeper)) for _n in range(6)))
    assert [type(f) for f in raised(found)] == [AddressTaken] * 5
    found = together(
        *(
            lambda: frames.save_strategy(None, "Prov", (2026, 2028), 1, "", ["x"], 0, by=viewer_of(keeper))
            for _n in range(6)
        )
    )
    assert [type(f) for f in raised(found)] == [frames.NameTaken] * 5
    municipality = Municipality.objects.create(code="1470", name="Vara", slug="vara", county="14", in_region=True)
    area = networks.add_area("Behov", by=viewer_of(keeper))
    needs.save_sheet(municipality.code, {area.key: needs.NeedCell("seeks", "")}, 0, by=viewer_of(keeper))
    found = together(*(lambda: needs.freeze(2026, by=viewer_of(keeper)) for _n in range(6)))
    assert raised(found) == []
    assert sorted(is_new for _version, is_new in found) == [False] * 5 + [True]
    assert Version.objects.count() == 1


def test_who_imports_people_and_who_changes_one_never_wait_for_each_other() -> None:
    from spiral.act.meetings.actions import planning
    from spiral.trust.audit.verification import first_break
    from spiral.trust.people import intake
    from spiral.trust.people import register_actions as people

    keeper, now = office(1, "coordinator"), timezone.now()
    known = [office(n) for n in range(2, 8)]
    line = {"role": "member", "place": "", "place_name": "Prov", "network_id": None, "to_date": ""}

    def bring(n: int) -> intake.Done:
        addresses = [p.email for p in (known if n % 2 else reversed(known))]
        addresses += [f"{secrets.token_hex(8)}@prov.invalid" for _m in range(3)]
        lines = [
            intake.IntakeLine(row=i, name=email.split("@")[0], email=email, from_date=f"2026-0{1 + n}-01", **line)
            for i, email in enumerate(addresses, 2)
        ]
        done = intake.commit(lines, {}, everywhere=True, by=viewer_of(keeper))
        assert (done.people, done.offices) == (3, 9)
        return done

    def change(person: object) -> None:
        for n in range(60):
            person.refresh_from_db()
            people.change_person(person.pk, f"Prov {n}", person.email, person.revision, by=viewer_of(keeper))

    def call() -> None:
        for _n in range(5):
            planning.call_meeting(planning.MeetingPlan("Prov", now, now + timedelta(hours=1)), by=viewer_of(keeper))

    found = together(*(lambda n=n: bring(n) for n in range(4)), *(lambda p=p: change(p) for p in known), call)
    assert raised(found) == []
    assert first_break() is None


def test_of_two_tables_published_at_once_the_second_is_held_against_the_first(monkeypatch) -> None:
    from spiral.see.releases import actions
    from spiral.see.releases.tests.test_gate import RULES, THIS_YEAR

    against: list[int] = []
    gate, honest = threading.Barrier(2), actions.protect

    def protect(table: object, ledger: object, rules: object) -> object:
        protected = honest(table, ledger, rules)
        against.append(len(ledger.known))
        if len(against) <= 2:
            gate.wait(30)
        return protected

    monkeypatch.setattr(actions, "protect", protect)
    member = office(1)
    found = together(
        *(
            lambda n=n: actions.publish(THIS_YEAR, RULES, family="prov", title=f"Prov {n}", by=viewer_of(member))
            for n in range(2)
        )
    )
    assert raised(found) == []
    assert against[:2] == [0, 0]
    assert [n > 0 for n in against[2:]] == [True], "who came second looked again"


def test_leader_writers_and_tasks_of_a_meeting_never_wait_for_each_other() -> None:
    from spiral.act.meetings.actions import joining, leading, notes, planning
    from spiral.act.meetings.blocks import blocks
    from spiral.act.meetings.models import Attendee, Meeting, Saved, Task

    leader, now = office(1, "coordinator"), timezone.now()
    items = [blocks()[k].as_item("sv") for k in ("group-talk", "decisions")]
    plan = planning.MeetingPlan("Prov", now, now + timedelta(hours=2), items=items, is_made_up=True)
    meeting = planning.call_meeting(plan, by=viewer_of(leader))
    leading.begin(meeting.pk, by=viewer_of(leader))
    seats = [joining.come_as_guest(meeting.pk, f"Prov {n}", f"Ort {n}") for n in range(4)]
    item = Meeting.objects.get(pk=meeting.pk).current
    groups = leading.make_groups(meeting.pk, item.pk, 2, by=viewer_of(leader))
    tasks = [notes.give_task(meeting.pk, f"Prov {n}", "Ort 1", None, by=viewer_of(leader)) for n in range(20)]
    member = {m.pk: g.pk for g in groups for m in g.members.all()}

    def write(seat: Attendee) -> None:
        for n in range(20):
            notes.take_pencil(member[seat.pk], attendee=seat)
            notes.save_note(member[seat.pk], f"{seat.pk}-{n}", f"rad {n} {seat.pk}", n, attendee=seat)

    def lead() -> None:
        for _n in range(20):
            leading.pause(meeting.pk, by=viewer_of(leader))
            notes.decide(meeting.pk, "Prov", by=viewer_of(leader))

    def end_tasks() -> None:
        for task in tasks:
            notes.end_task(task.pk, Task.State.DONE, "klart", by=viewer_of(leader))

    def remove_tasks() -> None:
        for task in reversed(tasks):
            notes.remove_task(meeting.pk, task.pk, by=viewer_of(leader))

    found = together(*(lambda s=s: write(s) for s in seats), lead, end_tasks, remove_tasks)
    # A task that has been taken away can no longer be ended, which its own page tells; anything else is a failure.
    assert [f for f in raised(found) if not isinstance(f, Meeting.DoesNotExist | Task.DoesNotExist)] == []
    assert Saved.objects.count() == 80
    assert not Task.objects.exists()


def test_two_devices_of_a_group_make_the_same_pile_once() -> None:
    from spiral.understand.voices.actions import collections, days, reviewing
    from spiral.understand.voices.models import Pile, Placement, Quote
    from spiral.understand.voices.questions import shipped
    from spiral.understand.voices.tests.conftest import take

    leader = office(1, "coordinator")
    made = collections.open_collection(shipped()[0], collections.VoicesOpening("Klass", ""), by=viewer_of(leader))
    for n in range(6):
        take(made, f"key-{n}", {1: 1}, {2: f"vi övar sak {n}"})
    collections.close(made.pk, by=viewer_of(leader))
    reviewing.release(made.pk, by=viewer_of(leader))
    day = days.open_day(made.pk, [2], 1, timezone.localdate(), by=viewer_of(leader))
    group = day.groups.get().pk
    found = together(*(lambda: days.add_pile(group, "Arbetsro") for _n in range(6)))
    assert {type(f) for f in raised(found)} == {days.NameTaken}
    pile, quotes = Pile.objects.get().pk, list(Quote.objects.values_list("pk", flat=True))
    moves = [lambda q=q: days.move_quotes(group, [days.Move(q, None, pile)]) for q in (*quotes, *quotes)]
    found = together(
        *moves, *(lambda q=q: reviewing.remove_quote(made.pk, q, by=viewer_of(leader)) for q in quotes[:3])
    )
    assert raised(found) == []
    assert set(Placement.objects.values_list("quote", flat=True)) == set(quotes[3:])


def test_texts_saved_while_everything_is_indexed_are_found_once() -> None:
    from spiral.exchange import texts
    from spiral.exchange.texts import Text
    from spiral.search.actions import index_everything
    from spiral.search.models import Entry
    from spiral.search.queries import find_texts

    class Room:
        def one(self, ref: str) -> Text:
            return Text("test", ref, f"Övergången {ref}", "", "text", f"/text/{ref}/")

        def all(self) -> list[Text]:
            return [self.one(str(n)) for n in range(20)]

        def visible(self, viewer: object, refs: list[str]) -> set[str]:
            return set(refs)

    saves = [lambda n=n: [texts.announce_change("test", str(m)) for m in range(n, 20)] for n in range(6)]
    with texts.TEXT_SOURCES.holding({"test": Room()}):
        found = together(*saves, index_everything, *saves, index_everything)
        assert raised(found) == []
        assert Entry.objects.count() == 20
        assert len(find_texts(system(), "övergång", 60)) == 20
