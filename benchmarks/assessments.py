"""Three hundred telephones within a minute against gunicorn on SQLite, killed once in the middle.

Is every answer there, none twice, and how long does a submit take?
"""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import re
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from server import free_port, serve

#: CROWD phones arrive within half a second around the kill, so that it strikes while answers are being written.
PHONES, SECONDS, DOUBLED, CROWD, LIMIT = 300, 60, 30, 60, 150
TARGET, STATEMENTS, LEVELS = 3, 9, 4


@dataclass
class Phone:
    """One participant: its answers, how long its submit took, and how often it had to try again."""

    levels: dict[int, int]
    arrives: float
    cookies: dict[str, str] = field(default_factory=dict)
    took: float = 0.0
    retries: int = 0
    acknowledged: bool = False


def main() -> int:
    os.environ.setdefault("SPIRAL_MODE", "test")
    os.environ["DJANGO_SETTINGS_MODULE"] = "spiral.config.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SPIRAL_VAR"] = folder
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        leader, made = _open()
        port = free_port()
        server = serve(port)
        try:
            chance = random.Random(20261122)
            phones = [
                Phone(
                    {n: chance.randint(1, LEVELS) for n in range(1, STATEMENTS + 1) if chance.random() > 0.05},
                    SECONDS / 2 + chance.uniform(-0.25, 0.25) if phone < CROWD else chance.uniform(0, SECONDS),
                )
                for phone in range(PHONES)
            ]
            start = time.perf_counter()
            url = f"/skattning/svara/{made.code}/{TARGET}/"
            threads = [threading.Thread(target=_take_part, args=(p, port, url, start, i)) for i, p in enumerate(phones)]
            for thread in threads:
                thread.start()
            time.sleep(SECONDS / 2)
            server.send_signal(signal.SIGKILL)
            server.wait()
            server = serve(port)
            for thread in threads:
                thread.join(max(0.0, start + LIMIT - time.perf_counter()))
            whole = time.perf_counter() - start
            empty = statistics.median(_time(port, "/halsa/") for _try in range(50))
        finally:
            server.kill()
            server.wait()
        return _report(phones, made, leader, folder, whole, empty)


def _take_part(phone: Phone, port: int, url: str, start: float, number: int) -> None:
    time.sleep(max(0.0, start + phone.arrives - time.perf_counter()))
    token = ""
    while not phone.acknowledged and time.perf_counter() - start < LIMIT:
        try:
            if not token:
                page = _ask(phone, port, "GET", url)
                token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page[1])[1]
            form = {f"s{n}": level for n, level in phone.levels.items()} | {
                "csrfmiddlewaretoken": token,
                "till": "skicka",
            }
            begun = time.perf_counter()
            status, _body = _ask(phone, port, "POST", f"{url}?alla", urlencode(form))
            phone.took = time.perf_counter() - begun
            phone.acknowledged = status == 302
        except (OSError, http.client.HTTPException):
            phone.retries += 1
            time.sleep(0.5)
    if number >= PHONES - DOUBLED:
        with contextlib.suppress(OSError, http.client.HTTPException):
            _ask(phone, port, "POST", f"{url}?alla", urlencode(form))


def _ask(phone: Phone, port: int, method: str, url: str, body: str = "") -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in phone.cookies.items())}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(method, url, body or None, headers)
        response = connection.getresponse()
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _equals, value = line.split(";")[0].partition("=")
            phone.cookies[name] = value
        return response.status, response.read().decode()
    finally:
        connection.close()


def _report(phones: list[Phone], made: object, leader: object, folder: str, whole: float, empty: float) -> int:
    from spiral.apps.assessments import actions
    from spiral.apps.assessments.models import Count, Receipt, Target

    sent = Counter((n, level) for p in phones for n, level in p.levels.items())
    kept = {(c.statement, c.level): c.count for c in Count.objects.filter(target__round=made, target__number=TARGET)}
    wrong = sum(abs(kept[cell] - sent.get(cell, 0)) for cell in kept)
    receipts, answers = Receipt.objects.count(), Target.objects.get(round=made, number=TARGET).answers
    receipt = Receipt.objects.first().pk
    held = _files_holding(receipt, folder)
    actions.show(made.pk, by=leader)
    left = _files_holding(receipt, folder)
    calm = sorted(p.took for p in phones if not p.retries)
    p95 = calm[int(0.95 * len(calm))]
    met = (
        all(p.acknowledged for p in phones)
        and receipts == answers == PHONES
        and not wrong
        and any(p.retries for p in phones)
        and held
        and not left
        and p95 < 0.3
    )
    lines = [
        "# Self-assessment: 300 telephones within a minute", "",
        "gunicorn as `make demo` runs it (one process, eight threads), SQLite, loopback, one machine.",
        f"The server is killed (SIGKILL) after {SECONDS // 2} s and started again. {DOUBLED} send twice.", "",
        "| what | measured |", "| --- | ---: |",
        f"| phones, acknowledged | {PHONES}, {sum(p.acknowledged for p in phones)} |",
        f"| answers counted | {answers} |",
        f"| levels lost or doubled, of {sum(sent.values())} | {wrong} |",
        f"| phones that had to try again | {sum(p.retries > 0 for p in phones)} |",
        f"| submit, median ms | {1000 * statistics.median(calm):.1f} |",
        f"| submit, 95 % under ms (asked: 300) | {1000 * p95:.1f} |",
        f"| submit, slowest ms | {1000 * calm[-1]:.1f} |",
        f"| median × an empty request ({1000 * empty:.1f} ms) | {statistics.median(calm) / empty:.1f} |",
        f"| database files that hold a receipt, before and after showing | {held}, {left} |",
        f"| the whole, s | {whole:.1f} |", "",
        "Met." if met else "NOT met.",
    ]  # fmt: skip
    text = "\n".join(lines) + "\n"
    Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")
    print(text)
    return 0 if met else 1


def _files_holding(receipt: str, folder: str) -> int:
    return sum(receipt.encode() in path.read_bytes() for path in Path(folder).glob("spiral.sqlite3*"))


def _open() -> tuple[object, object]:
    from datetime import date

    from spiral.apps.assessments import actions
    from spiral.apps.assessments.statements import shipped
    from spiral.apps.people.models import Office, Person

    leader = Person.objects.create_user("ledare@bench.invalid")
    role = Office.Role.COORDINATOR
    Office.objects.create(person=leader, role=role, place_name="Mätning", from_date=date(2023, 1, 1))
    return leader, actions.open_round(shipped()[0], actions.Opening("Mätning", (TARGET,)), by=leader)


def _time(port: int, url: str) -> float:
    start = time.perf_counter()
    _ask(Phone({}, 0), port, "GET", url)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
