"""What was blocked, deleted or masked is in no file: every file read byte by byte, with a reader open as a backup is.

The program runs as one process of its own on a folder of its own, since a file on a disk is what is attacked.
"""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytestmark = pytest.mark.db

ROOT = Path(__file__).resolve().parents[5]

#: Words without digits, that no mark takes for names.
_BEGINNING = """
import re, sqlite3, time
from pathlib import Path
import django; django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
settings.DEMO = True
from spiral.ground import forgetting
from spiral.trust.anonymous.queries import about
from spiral.trust.anonymous.tickets import receipt_of
from spiral.ground.models import Forgetting
from spiral.trust.people.actions import viewer_as
from spiral.understand.voices.actions import collections, reviewing
from spiral.understand.voices.models import Quote
from spiral.understand.voices.questions import shipped
SIGNS = "abcdefgh"
leader = viewer_as("rektor")
browser = Client(headers={"accept-language": "sv"})
browser.force_login(leader.person, backend="django.contrib.auth.backends.ModelBackend")
made = collections.open_collection(shipped()[0], collections.VoicesOpening("Klass 8", "45270097"), by=leader)
page = f"/elevroster/insamling/{made.pk}"
keys = []

def answered(n):
    phone = Client()
    start = f"/elevroster/svara/insamling/{made.pk}/"
    phone.get(f"/elevroster/svara/{made.code}/")
    phone.post(start)
    url = f"{start}fragor/?all=1"
    keys.append(phone.cookies[f"elevrost-{made.pk}"].value.split(":")[0])
    blocked = phone.post(url, {"t2": f"grodsak{SIGNS[n]} ring 070-123 45 6{n}", "to": "send"})
    assert blocked.status_code == 200
    form = {"s1": "2", "t2": f"kvarsak{SIGNS[n]}", "to": "send"} | ({"t4": f"tunnsak{SIGNS[n]}"} if n < 3 else {})
    assert phone.post(url, form).status_code == 302

def receipts():
    return [receipt_of(key, about).encode() for key in keys for about in (made.pk, f"ticket {made.pk}")]

def files():
    return b"".join(p.read_bytes() for p in sorted(settings.VAR.rglob("*")) if p.is_file())

def open_reader():
    reader = sqlite3.connect(settings.VAR / "spiral.sqlite3", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM voices_collection").fetchone()
    return reader

def quick(call, *args):
    began = time.monotonic()
    answer = call(*args)
    assert time.monotonic() - began < 2, "the request takes too long"
    return answer
"""

_ALONE = """
for n in range(8):
    answered(n)
held = files()
assert receipts()[0] in held and receipts()[1] in held, "the attack sees what is there"
for never in (b"grodsak", b"070-123", b"kvarsak", b"tunnsak"):
    assert never not in held, never
collections.close(made.pk, by=leader)
held = files()
assert b"kvarsakd" in held
for gone in (b"tunnsak", *receipts(), *(k.encode() for k in keys)):
    assert gone not in held, gone
reviewing.mask_words(made.pk, Quote.objects.get(text="kvarsakf").pk, [0], "kvarsakf", by=leader)
reviewing.remove_quote(made.pk, Quote.objects.get(text="kvarsakg").pk, by=leader)
held = files()
assert b"kvarsakf" not in held and b"kvarsakg" not in held and b"kvarsake" in held
assert forgetting.finish() == 0
print("held")
"""

_BESIDE_A_READER = """
for n in range(3):
    answered(n)
first = open_reader()
for n in range(3, 8):
    answered(n)
before = files()
key = next(p for p in settings.SEALED_KEYS.iterdir() if p.name != "CACHEDIR.TAG").read_bytes()
assert key in before and len(key) == 32
assert (settings.SEALED_KEYS.stat().st_mode & 0o777, oct(next(settings.SEALED_KEYS.glob("?" * 32)).stat().st_mode & 0o777)) == (0o700, "0o600")
closed = quick(browser.post, f"{page}/stang/", {"confirmed": "1"})
assert closed.status_code == 302
held = files()
assert receipts()[0] in held, "the reader keeps them there"
for gone in (b"grodsak", b"tunnsak", key):
    assert gone not in held, gone
assert b"kvarsak" not in before, "no copy from before the closing"
told = "Allt som är raderat är inte glömt än."
assert told in browser.get(f"{page}/granska/").content.decode()
masked = Quote.objects.get(text="kvarsakf")
quick(browser.post, f"{page}/granska/{masked.pk}/", {"word": "0", "before": "kvarsakf"})
quick(browser.post, f"{page}/granska/{Quote.objects.get(text='kvarsakg').pk}/ta-bort/")
assert b"kvarsakf" in files(), "the reader keeps it there"
try:
    call_command("finish_forgetting", wait=0)
    raise AssertionError("it says that it is done")
except SystemExit as ended:
    assert ended.code == 1
first.execute("COMMIT")
call_command("finish_forgetting")
held = files()
for gone in (b"kvarsakf", b"kvarsakg", b"tunnsak", *receipts()):
    assert gone not in held, gone
assert b"kvarsake" in held
assert told not in browser.get(f"{page}/granska/").content.decode()
second = open_reader()
quick(browser.post, f"{page}/granska/{Quote.objects.get(text='kvarsake').pk}/ta-bort/")
assert Forgetting.objects.count() == 1 and b"kvarsake" in files()
second.execute("COMMIT")
forgetting._next_try = 0
browser.post(f"{page}/slapp/", {"confirmed": "1"})
assert Forgetting.objects.count() == 0 and b"kvarsake" not in files(), "the next change finishes it"
print("held")
"""

_KILLED = """
import os
for n in range(6):
    answered(n)
key = next(settings.SEALED_KEYS.glob("?" * 32))
child = os.fork()
if child == 0:
    forgetting.finish = lambda: os._exit(9)
    from django.db import connection
    connection.close()
    collections.close(made.pk, by=leader)
    os._exit(0)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
made.refresh_from_db()
assert (made.state, Quote.objects.count()) == ("review", 6), "it is closed"
assert key.exists() and forgetting.is_due(about(made)), "and what is left to do is known"
call_command("finish_forgetting")
assert not key.exists() and Forgetting.objects.count() == 0
for gone in receipts():
    assert gone not in files(), gone
print("held")
"""

_LOCKED = """
from spiral.ground import sealed
for n in range(6):
    answered(n)
synced = sealed._sync
def fail(folder):
    raise PermissionError(13, "the folder is not ours")
sealed._sync = fail
collections.close(made.pk, by=leader)
assert forgetting.is_due(about(made)), "a key that may be there still is not called destroyed"
sealed._sync = synced
assert forgetting.finish() == 0
assert not list(settings.SEALED_KEYS.glob("?" * 32))
print("held")
"""


def _run(attack: str, folder: Path) -> None:
    env = {
        **os.environ,
        "SPIRAL_MODE": "test",
        "SPIRAL_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "spiral.config.settings",
    }
    env.pop("SPIRAL_DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(_BEGINNING + attack)],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.strip().split("\n")[-1] == "held", done.stderr[-3000:]
    for word in ("kvarsak", "grodsak", "tunnsak"):
        assert word not in done.stderr


def test_no_file_holds_what_was_blocked_deleted_or_masked(tmp_path) -> None:
    _run(_ALONE, tmp_path)


def test_beside_a_reader_the_texts_are_closed_and_the_rest_is_told_and_finished(tmp_path) -> None:
    _run(_BESIDE_A_READER, tmp_path)


def test_a_closing_that_is_killed_before_it_forgets_is_finished_by_the_command(tmp_path) -> None:
    _run(_KILLED, tmp_path)


def test_a_key_that_cannot_be_destroyed_stays_due(tmp_path) -> None:
    _run(_LOCKED, tmp_path)
