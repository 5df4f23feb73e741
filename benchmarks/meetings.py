"""Two hundred telephones that follow a meeting, two writers on each of four notes, a server killed in the middle.

What does following cost beside an empty answer, and is every acknowledged word still there?
"""

from __future__ import annotations

import os
import random
import signal
import statistics
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

from meetings_phones import Phone, Writer
from server import free_port, serve

from spiral.trust.access.viewer import viewer_of

FOLLOWERS, GROUPS, SECONDS, LIMIT = 200, 4, 30, 90
PLACES = (
    "Vara",
    "Hjo",
    "Skara",
    "Tibro",
    "Essunga",
    "Skövde",
    "Götene",
    "Grästorp",
    "Karlsborg",
    "Gullspång",
    "Töreboda",
    "Mariestad",
    "Lidköping",
    "Tidaholm",
    "Falköping",
    "Vara",
    "Hjo",
)


def main() -> int:
    os.environ.setdefault("SPIRAL_MODE", "test")
    os.environ["DJANGO_SETTINGS_MODULE"] = "spiral.config.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SPIRAL_VAR"] = folder
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        meeting, groups = _open()
        port = free_port()
        server = serve(port)
        try:
            alone = _alone(port, meeting, groups)
            followers, writers, whole = _crowd(port, meeting, groups, server)
            server = followers.pop()
        finally:
            server.kill()
            server.wait()
        return _report(alone, followers, writers, whole)


def _alone(port: int, meeting: object, groups: list) -> dict[str, float]:
    """One telephone, nobody else: median seconds of an empty answer, of a poll with nothing new, and of a whole one."""
    phone = Phone(port, meeting.pk)
    phone.join(groups[0].members.first().pk)
    tag = phone.ask("GET", f"/moten/delta/mote/{meeting.pk}/del/")[2]
    kinds = {
        "empty": ("/halsa/", ""),
        "unchanged": (f"/moten/delta/mote/{meeting.pk}/del/", tag),
        "changed": (f"/moten/delta/mote/{meeting.pk}/del/", ""),
    }
    took: dict[str, list[float]] = {name: [] for name in kinds}
    for _round in range(150):
        for name, (url, known) in kinds.items():
            begun = time.perf_counter()
            status, _body, _tag = phone.ask("GET", url, **({"If-None-Match": known} if known else {}))
            took[name].append(time.perf_counter() - begun)
            assert status == (304 if known else 200)
    return {name: statistics.median(times) for name, times in took.items()}


def _crowd(port: int, meeting: object, groups: list, server: object) -> tuple[list, list, float]:
    """Everybody at once for half a minute, the server killed in the middle."""
    members = [(g, m.pk) for g in groups for m in g.members.all()]
    followers = [Phone(port, meeting.pk) for _n in range(FOLLOWERS)]
    for n, phone in enumerate(followers):
        phone.join(members[n % len(members)][1])
    pairs = [(g, [m.pk for m in g.members.all()][:2]) for g in groups]
    writers = [Writer(Phone(port, meeting.pk), g.pk, f"{g.pk}.{who}") for g, both in pairs for who in both]
    for writer, who in zip(writers, [who for _g, both in pairs for who in both], strict=True):
        writer.phone.join(who)
    start = time.perf_counter()
    stop = start + SECONDS
    threads = [threading.Thread(target=_follow, args=(p, stop)) for p in followers]
    threads += [threading.Thread(target=w.write, args=(stop,)) for w in writers]
    for thread in threads:
        thread.start()
    time.sleep(SECONDS / 2)
    server.send_signal(signal.SIGKILL)
    server.wait()
    server = serve(port)
    for thread in threads:
        thread.join(max(0.0, start + LIMIT - time.perf_counter()))
    return [*followers, server], writers, time.perf_counter() - start


def _follow(phone: Phone, stop: float) -> None:
    time.sleep(random.uniform(0, 2))
    while time.perf_counter() < stop:
        phone.follow()
        time.sleep(2)


def _report(alone: dict[str, float], followers: list[Phone], writers: list[Writer], whole: float) -> int:
    from spiral.act.meetings.models import Group

    lost = 0
    for writer in writers:
        group = Group.objects.get(pk=writer.group)
        there = set(group.text.split())
        for text in group.saves.filter(is_aside=True).values_list("text", flat=True):
            there |= set(text.split())
        lost += len(writer.acknowledged - there)
    took = sorted(t for p in followers for t in p.took)
    saves = sorted(t for w in writers for t in w.took)
    ratio = alone["unchanged"] / alone["empty"]
    told, asides = sum(len(w.acknowledged) for w in writers), sum(w.asides for w in writers)
    met = not lost and ratio <= 2 and any(w.retries for w in writers) and all(p.took for p in followers)
    lines = [
        "# Meeting mode: 200 telephones that follow, eight that write",
        "",
        "gunicorn as `make demo` runs it (one process, eight threads), SQLite, loopback, one machine. Four notes with",
        f"two writers each; the server is killed (SIGKILL) after {SECONDS // 2} s and started again.",
        "",
        "| what | measured |",
        "| --- | ---: |",
        f"| an empty answer, alone, median ms | {1000 * alone['empty']:.2f} |",
        f"| a poll with nothing new (304) × an empty answer (asked: at most 2) | {ratio:.2f} |",
        f"| a poll with something new × an empty answer | {alone['changed'] / alone['empty']:.2f} |",
        f"| polls of {FOLLOWERS} telephones in {SECONDS} s | {len(took)} |",
        f"| of them with nothing new | {sum(p.unchanged for p in followers)} |",
        f"| a poll in the crowd, median and 95 % under ms | {_spread(took)} |",
        f"| a save in the crowd, median and 95 % under ms | {_spread(saves)} |",
        f"| saves acknowledged, put aside, repeated | {len(saves)}, {asides}, {sum(w.retries for w in writers)} |",
        f"| words acknowledged, lost | {told}, {lost} |",
        f"| the whole, s | {whole:.1f} |",
        "",
        "Met." if met else "NOT met.",
    ]
    text = "\n".join(lines) + "\n"
    Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")
    print(text)
    return 0 if met else 1


def _spread(times: list[float]) -> str:
    return f"{1000 * statistics.median(times):.0f}, {1000 * times[int(0.95 * len(times))]:.0f}"


def _open() -> tuple[object, list]:
    from datetime import date

    from django.utils import timezone

    from spiral.act.meetings.actions import joining, leading, planning
    from spiral.act.meetings.blocks import blocks
    from spiral.act.meetings.models import Attendee
    from spiral.trust.people.models import Office, Person

    leader = Person.objects.create_user("ledare@bench.invalid")
    Office.objects.create(person=leader, role=Office.Role.COORDINATOR, place_name="Mätning", from_date=date(2023, 1, 1))
    at = timezone.now()
    plan = planning.MeetingPlan(
        "Mätning", at, at + timedelta(hours=1), items=[blocks()["group-talk"].as_item("sv")], is_made_up=True
    )
    meeting = leading.begin(planning.call_meeting(plan, by=viewer_of(leader)).pk, by=viewer_of(leader))
    for n, place in enumerate(PLACES):
        made = Attendee.objects.create(meeting=meeting, label=f"Nätverksmedlem {n}, {place}", municipality=place)
        joining.sit(meeting.pk, made.pk)
    return meeting, leading.make_groups(meeting.pk, meeting.items.first().pk, GROUPS, by=viewer_of(leader))


if __name__ == "__main__":
    sys.exit(main())
