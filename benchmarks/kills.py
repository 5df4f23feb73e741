"""Two hundred kills of the web process in the middle of what people write, on SQLite and on PostgreSQL.

Is every word that was answered as saved still there, and is nothing counted twice? A word is acknowledged when its
form was answered as saved; whoever gets no answer sends the same again, as a telephone does. `kills.py 5 SQLite` kills
five times on SQLite only and writes no table; `kills.py 1 SQLite claim` adds to each kind of writing one word that was
never saved, and must miss every one of them.
"""

from __future__ import annotations

import contextlib
import http.client
import json
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

from kills_writers import Notes, Publishing, Pupils, Ratings, Sheet, Writer
from postgres import KIND, SQLITE, measured, table
from server import free_port, serve

from spiral.trust.access.viewer import system, viewer_of

KILLS = 100
#: From that the server answers until it is killed, s.
BETWEEN = (0.02, 0.9)
MEETINGS, COLLECTIONS, COMMITS = 250, 3, 300
#: How often the small run, and the large, is killed.
ASKED = "SPIRAL_BENCH_KILLS"
KINDS = (Ratings, Pupils, Notes, Sheet, Publishing)
ROWS = (
    "kills of the web process",
    "requests that a kill interrupted",
    "acknowledged words",
    *(f"of them {kind.what}" for kind in KINDS),
    "acknowledged words lost",
    "counted twice",
    "the whole, s",
)


def main() -> int:
    if len(sys.argv) > 1:
        os.environ |= {ASKED: sys.argv[1], KIND: SQLITE}
    if KIND in os.environ:
        answer = _measure(int(os.environ.get(ASKED, KILLS)), claims="claim" in sys.argv)
        print(json.dumps(answer))
        return 1 if answer["missed"] else 0
    return _report(measured(__file__))


def _measure(kills: int, *, claims: bool = False) -> dict[str, object]:
    os.environ.setdefault("SPIRAL_MODE", "test")
    os.environ["DJANGO_SETTINGS_MODULE"] = "spiral.config.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SPIRAL_VAR"] = folder
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        port, begun = free_port(), time.perf_counter()
        is_sqlite = connection.vendor == "sqlite"
        cost = _cost_of_waiting() if is_sqlite else {}
        writers = _open(port)
        interrupted = _kill(kills, port, writers)
        for writer in writers if claims else ():
            writer.claim()
        server = serve(port)
        try:
            lost_by_kind = {kind.what: sum(w.lost() for w in writers if isinstance(w, kind)) for kind in KINDS}
            lost, twice = sum(lost_by_kind.values()), sum(w.twice() for w in writers)
            for writer in writers:
                print(*writer.gone[:3], sep="\n", end="", file=sys.stderr)
        finally:
            server.kill()
            server.wait()
        whole = time.perf_counter() - begun
        version = "SQLite" if is_sqlite else f"PostgreSQL {connection.pg_version // 10000}"
    by_kind = [sum(w.acknowledged for w in writers if isinstance(w, kind)) for kind in KINDS]
    values = (kills, interrupted, sum(by_kind), *by_kind, lost, twice, f"{whole:.0f}")
    missed = {
        "words lost": lost,
        "counted twice": twice,
        "a kind of writing was never acknowledged": not all(by_kind),
        "no kill struck a request": not interrupted,
    }
    return {
        "rows": dict(zip(ROWS, values, strict=True)),
        "missed": [k for k, v in missed.items() if v],
        "version": version,
        "cost": cost,
        "lost": lost_by_kind,
    }


def _kill(kills: int, port: int, writers: list[Writer]) -> int:
    """Start, let them write, kill, again; how many requests were under way and got no answer."""
    chance, stop = random.Random(20261128), threading.Event()
    threads = [threading.Thread(target=w.write, args=(stop,)) for w in writers]
    interrupted = 0
    for n in range(kills + 1):
        server = serve(port)
        try:
            _wait_until_it_answers(port)
            if not n:
                for thread in threads:
                    thread.start()
            if n == kills:
                stop.set()
                for thread in threads:
                    thread.join(60)
                return interrupted
            time.sleep(chance.uniform(*BETWEEN) if n else 3)
            interrupted += sum(w.is_waiting for w in writers)
        finally:
            server.send_signal(signal.SIGKILL)
            server.wait()
    raise AssertionError


def _wait_until_it_answers(port: int) -> None:
    for _try in range(300):
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/halsa/")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.05)
    raise RuntimeError("the server does not answer")


def _open(port: int) -> list[Writer]:
    """Everything that is written on, led by a coordinator, and who writes."""
    from datetime import date

    from django.core.signing import Signer
    from django.test import Client
    from django.utils import timezone

    from spiral.act.meetings.actions import joining, leading, planning
    from spiral.act.meetings.blocks import blocks
    from spiral.act.meetings.models import Attendee
    from spiral.learn.assessments import actions as ratings
    from spiral.learn.assessments.statements import shipped as statement_sets
    from spiral.see.results.loading import load_snapshot
    from spiral.sources.snapshot.files import open_snapshot
    from spiral.trust.networks.actions import load_areas
    from spiral.trust.people.models import Office, Person
    from spiral.understand.voices.actions import collections
    from spiral.understand.voices.questions import shipped as pupil_forms

    leader = Person.objects.create_user("ledare@bench.invalid")
    Office.objects.create(person=leader, role=Office.Role.COORDINATOR, place_name="Mätning", from_date=date(2023, 1, 1))
    client = Client()
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    session = client.cookies["sessionid"].value
    load_snapshot(open_snapshot(), by=system())
    load_areas()
    tomorrow, now = timezone.localdate() + timedelta(days=1), timezone.now()
    rounds = [
        ratings.open_round(
            statement_sets()[0], ratings.RoundOpening("Mätning", (1,), last_day=tomorrow), by=viewer_of(leader)
        )
        for _n in range(2)
    ]
    classes = [
        collections.open_collection(
            pupil_forms()[0], collections.VoicesOpening("Mätning", "", last_day=tomorrow), by=viewer_of(leader)
        )
        for _n in range(COLLECTIONS)
    ]

    def meeting(items: list[dict[str, object]]) -> object:
        plan = planning.MeetingPlan("Mätning", now, now + timedelta(hours=1), items=items, is_made_up=True)
        return leading.begin(planning.call_meeting(plan, by=viewer_of(leader)).pk, by=viewer_of(leader))

    spoken = meeting([blocks()["group-talk"].as_item("sv")])
    for n in range(4):
        made = Attendee.objects.create(meeting=spoken, label=f"Nätverksmedlem {n}", municipality="Vara")
        joining.sit(spoken.pk, made.pk)
    group = leading.make_groups(spoken.pk, spoken.items.first().pk, 1, by=viewer_of(leader))[0]
    seat = Signer(salt="meetings.seat").sign(str(group.members.first().pk))
    ended = []
    for _n in range(MEETINGS):
        ended.append(leading.end(meeting([{"kind": "own", "title": "x", "minutes": 5}]).pk, by=viewer_of(leader)).pk)
    return [
        *(Ratings(port, "ab"[n], number=r.pk, code=r.code) for n, r in enumerate(rounds)),
        Pupils(port, "c", rooms=[(c.pk, c.code) for c in classes], leader=Writer(port, "l", session=session)),
        Notes(port, "d", meeting=spoken.pk, group=group.pk, seat=seat),
        Sheet(port, "e", session=session),
        Publishing(port, "f", meetings=ended, session=session),
    ]


def _cost_of_waiting() -> dict[str, str]:
    """Median and 95 % ms of one audited write, waiting for the disk at each commit (FULL) and not (NORMAL)."""
    from django.db import connection, transaction

    from spiral.trust.audit.actions import record
    from spiral.trust.audit.catalogue import Action

    took: dict[str, list[float]] = {"FULL": [], "NORMAL": []}
    for _n in range(COMMITS):
        for how, times in took.items():
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA synchronous={how}")
            begun = time.perf_counter()
            with transaction.atomic():
                record(Action.RESULTS_QUESTIONED, "x" * 500, by=system())
            times.append(1000 * (time.perf_counter() - begun))
    return {how: f"{statistics.median(t):.2f}, {sorted(t)[int(0.95 * len(t))]:.2f}" for how, t in took.items()}


def _report(found: dict[str, dict]) -> int:
    missed = [f"{kind}: {what}" for kind, answer in found.items() for what in answer["missed"]]
    kills = sum(answer["rows"][ROWS[0]] for answer in found.values())
    cost = found[SQLITE]["cost"]
    lines = [
        f"# {kills} kills of the web process in the middle of what people write",
        "",
        f"gunicorn on loopback, {' and '.join(a['version'] for a in found.values())}: SQLite as",
        "`make demo` runs it, PostgreSQL as docs/drift.md says, each in two processes of four threads. Six",
        "writers go on all the time: two",
        "telephones that rate, a class, a group's note, a municipality's needs, a leader who words and publishes",
        f"summaries. Master and workers are killed (SIGKILL) {BETWEEN[0]}–{BETWEEN[1]} s after the server answers, and",
        "started again. A word is acknowledged when its form was answered as saved; the rest is sent anew.",
        "",
        *table(list(ROWS), found),
        "",
        "Waiting for the disk costs: one audited write of 500 characters, SQLite, by turns in the same run.",
        "",
        "| SQLite's synchronous | median, 95 % under ms |",
        "| --- | ---: |",
        *(f"| {how}{' (Spiral)' if how == 'FULL' else ''} | {times} |" for how, times in cost.items()),
        "",
        "Met." if not missed else f"NOT met: {'; '.join(missed)}.",
    ]
    if len(found) < 2:
        lines.append("PostgreSQL was not measured: no server (SPIRAL_BENCH_POSTGRES, or Debian's postgresql).")
    text = "\n".join(lines) + "\n"
    Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")
    print(text)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
