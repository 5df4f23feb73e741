"""Whatever a stranger sends, up to 2 MB, others are answered meanwhile: in one process of eight threads."""

from __future__ import annotations

import http.client
import itertools
import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_plus, urlencode

import pytest

from ..addresses import address_of, named

pytestmark = [pytest.mark.db, pytest.mark.attack]
LARGEST = 2_000_000
#: Where a stranger's form is sent, each of the bodies; every other address meets some of them.
DOORS = (
    "/konto/login/",
    "/konto/login/code/",
    "/konto/password/reset/",
    "/uppgift/1470/merit/fel/",
    "/moten/delta/",
    "/skattning/svara/",
    "/elevroster/svara/",
    "/sok/",
)
#: So many of the bodies are sent to each other address, turn by turn.
SENT_ELSEWHERE = 2
BOUNDARY = "zqgrans"


def _multipart(parts: list[tuple[str, str, bytes]]) -> bytes:
    def one(name: str, file: str, content: bytes) -> bytes:
        named = f'; filename="{file}"' if file else ""
        return (
            (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n').encode()
            + content
            + b"\r\n"
        )

    return b"".join(one(*p) for p in parts) + f"--{BOUNDARY}--\r\n".encode()


def bodies(token: str) -> dict[str, tuple[str, bytes]]:
    """What is sent: its kind, and at most 2 MB of it."""
    encoded, parted = "application/x-www-form-urlencoded", f"multipart/form-data; boundary={BOUNDARY}"
    with_token = f"csrfmiddlewaretoken={token}&"
    long = {name: (f"{name}=" + quote_plus(text)) for name, text in (("text", "a@" * 45_000), ("login", "a." * 45_000))}
    noise = random.Random(7).randbytes(LARGEST - 1_000)
    fields = "&".join(f"f{n}=1" for n in range(1_900))
    return {
        "a text of 2 MB": (encoded, (with_token + "text=" + "a" * (LARGEST - 200)).encode()),
        "just under a megabyte of signs to decode": (encoded, (with_token + "text=" + "%C3%A5" * 166_000).encode()),
        "ten texts of 90 kB that go back": (
            encoded,
            (with_token + "&".join(f"f{n}={'a1-' * 30_000}" for n in range(10))).encode(),
        ),
        "an address of 90 kB": (encoded, (with_token + long["text"] + "&" + long["login"]).encode()[:990_000]),
        "numbers of 90 kB": (encoded, (with_token + "&".join(f"f{n}={'9' * 90_000}" for n in range(10))).encode()),
        "nineteen hundred fields": (encoded, (with_token + fields).encode()),
        "half a million fields": (encoded, b"a&" * (LARGEST // 2)),
        "nothing but equals": (encoded, b"=" * LARGEST),
        "a file of 2 MB": (
            parted,
            _multipart([("csrfmiddlewaretoken", "", token.encode()), ("file", "a.docx", noise)]),
        ),
        "ten thousand parts": (parted, _multipart([(f"f{n}", "", b"x") for n in range(10_000)])[:LARGEST]),
        "a hundred thousand boundaries": (parted, f"--{BOUNDARY}\r\n".encode() * 180_000),
        "two thousand files": (parted, _multipart([(f"f{n}", "a.txt", b"x" * 500) for n in range(2_000)])[:LARGEST]),
        "a part whose header has no end": (
            parted,
            f"--{BOUNDARY}\r\nContent-Disposition: form-data; ".encode() + b"a=b; " * 390_000,
        ),
        "base64": (
            parted,
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n'.encode()
            + b"QQ==\n" * 390_000,
        ),
        "deep JSON": ("application/json", b"[" * LARGEST),
        "packed": ("application/x-www-form-urlencoded; charset=utf-7", zlib.compress(b"a" * 10_000_000)),
    }


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    root = Path(__file__).parents[2]
    environment = {k: v for k, v in os.environ.items() if k != "SPIRAL_DATABASE_URL"} | {
        "SPIRAL_MODE": "demo",
        "SPIRAL_VAR": str(tmp_path_factory.mktemp("var")),
    }
    quiet = {"env": environment, "cwd": root, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([sys.executable, "manage.py", "prepare"], check=True, **quiet)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    command = [
        "-m",
        "gunicorn",
        "--bind",
        f"127.0.0.1:{free}",
        "--worker-class",
        "gthread",
        "--workers",
        "1",
        "--threads",
        "8",
        "--no-control-socket",
        "--log-level",
        "critical",
        "spiral.config.wsgi",
    ]
    with subprocess.Popen([sys.executable, *command], **quiet) as server:
        for _try in range(200):
            try:
                ask(free, "GET", "/halsa/")
                break
            except OSError:
                time.sleep(0.1)
        yield free
        server.terminate()


def ask(
    port: int, method: str, url: str, kind: str = "", body: bytes = b"", cookie: str = ""
) -> tuple[int, str, float]:
    """Status, body and seconds; a server that closes while it is sent to has answered too."""
    connection, begun = http.client.HTTPConnection("127.0.0.1", port, timeout=60), time.perf_counter()
    try:
        connection.request(method, url, body or None, {"Content-Type": kind, "Cookie": cookie, "Accept-Language": "sv"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace"), time.perf_counter() - begun
    except (BrokenPipeError, ConnectionResetError):
        return 413, "", time.perf_counter() - begun
    finally:
        connection.close()


class Health(threading.Thread):
    """Somebody else, who asks how the server is until told to stop; the slowest answer."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port, self.is_over, self.slowest, self.answers = port, False, 0.0, 0

    def run(self) -> None:
        while not self.is_over:
            status, _body, seconds = ask(self.port, "GET", "/halsa/")
            assert status == 200
            self.slowest, self.answers = max(self.slowest, seconds), self.answers + 1
            time.sleep(0.02)


def _slowest_meanwhile(port: int, send: list[tuple]) -> float:
    health = Health(port)
    health.start()
    time.sleep(0.1)
    try:
        statuses = [ask(port, *one)[0] for one in send]
    finally:
        time.sleep(0.1)
        health.is_over = True
        health.join()
    assert health.answers
    assert all(status < 500 for status in statuses)
    return health.slowest


def test_others_are_answered_within_a_second_whatever_a_stranger_sends(port: int, extent) -> None:
    page = ask(port, "GET", "/uppgift/1470/merit/fel/")[1]
    found = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)
    token = found[1] if found else ""
    cookie = f"csrftoken={token[:32]}"
    all_bodies = [(how, *body) for how, body in bodies(token).items()]
    sent = [(door, *body) for door in DOORS for body in all_bodies]
    others = [a for name, parts in named() if (a := address_of(name, parts)) and a not in DOORS]
    assert len(others) > 250
    turn = itertools.cycle(all_bodies)
    sent += [(address, *next(turn)) for address in others for _n in range(SENT_ELSEWHERE)]
    took = {
        (door, how): _slowest_meanwhile(port, [("POST", door, kind, body, cookie)])
        for door, how, kind, body in extent.of(sent, 24)
    }
    asked = [
        f"{door}?{urlencode({name: text * (3_900 // len(text))})}"
        for door in ("/sok/", "/moten/delta/", "/skattning/svara/", "/register/enheter/")
        for name in ("q", "code", "search")
        for text in ("a", "a ", '"', "å*", "9", "-a ", "a OR ", "(")
    ]
    took |= {
        (url[:40], n): _slowest_meanwhile(port, [("GET", url[:4_000])]) for n, url in enumerate(extent.of(asked, 8))
    }
    worst = max(took, key=took.get)
    print({"sent": len(took), "slowest": worst, "s": round(took[worst], 3)})
    assert {where: seconds for where, seconds in took.items() if seconds >= 1} == {}
