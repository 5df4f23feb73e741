"""Who is there in meetings.py: a telephone that follows a meeting, and somebody who writes on it."""

from __future__ import annotations

import html
import http.client
import random
import re
import secrets
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.signing import Signer


@dataclass
class Phone:
    """One participant over plain HTTP; ``took`` is when each question was asked, and the seconds until its answer."""

    port: int
    meeting: int
    cookies: dict[str, str] = field(default_factory=dict)
    tag: str = ""
    took: list[tuple[float, float]] = field(default_factory=list)
    unchanged: int = 0
    lost: int = 0

    def ask(self, method: str, url: str, form: dict[str, object] | None = None, **headers: str) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        body = urlencode(form) if form is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, url, body, headers)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or ():
                name, _equals, value = line.split(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode(), answer.headers.get("ETag", "")
        finally:
            connection.close()

    def join(self, attendee: int) -> None:
        base = f"/moten/delta/plats/{Signer(salt='meetings.seat').sign(str(attendee))}/"
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.ask("GET", base)[1])[1]
        self.ask("POST", base, {"csrfmiddlewaretoken": token})
        page = self.ask("GET", f"/moten/delta/mote/{self.meeting}/")[1]
        self.tag = html.unescape(re.search(r'data-tag="([^"]+)"', page)[1])

    def follow(self) -> None:
        begun = time.perf_counter()
        try:
            status, _body, tag = self.ask(
                "GET", f"/moten/delta/mote/{self.meeting}/del/", **{"If-None-Match": self.tag}
            )
        except (OSError, http.client.HTTPException):
            self.lost += 1
            return
        self.took.append((begun, time.perf_counter() - begun))
        self.unchanged += status == 304
        self.tag = tag or self.tag


#: What the leader signs in with.
SECRET = "a long sentence for one leader"


@dataclass
class Screen(Phone):
    """The leader's page or the projector, signed in."""

    part: str = "lage"

    def longest(self, down: tuple[float, float]) -> float:
        """The longest time from when a question was asked to when the next one was answered: what is saved just after
        the first is asked stands there at the latest then. While no server is there nothing is saved either."""
        pairs = zip(self.took, self.took[1:], strict=False)
        return max(b + took - a for (a, _took), (b, took) in pairs if b + took < down[0] or a > down[1])

    def sign_in(self) -> None:
        page = self.ask("GET", "/konto/login/")[1]
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1]
        form = {"csrfmiddlewaretoken": token, "login": "ledare@bench.invalid", "password": SECRET}
        self.ask("POST", "/konto/login/", form)
        if "sessionid" not in self.cookies:
            raise RuntimeError("the leader could not sign in")

    def follow(self) -> None:
        begun = time.perf_counter()
        try:
            url = f"/moten/{self.meeting}/{self.part}/del/"
            status, _body, tag = self.ask("GET", url, **({"If-None-Match": self.tag} if self.tag else {}))
        except (OSError, http.client.HTTPException):
            self.lost += 1
            return
        if status not in (200, 304):
            raise RuntimeError(f"{url}: {status}")
        self.took.append((begun, time.perf_counter() - begun))
        self.tag = tag or self.tag


@dataclass
class Writer:
    """Somebody who types a word now and then, takes the pencil, and repeats a save until it is answered."""

    phone: Phone
    group: int
    name: str
    words: int = 0
    acknowledged: set[str] = field(default_factory=set)
    asides: int = 0
    retries: int = 0
    took: list[tuple[float, float]] = field(default_factory=list)

    def write(self, stop: float) -> None:
        text, revision, mark, url = "", 0, "", f"/moten/delta/mote/{self.phone.meeting}/anteckning/{self.group}/"
        chance = random.Random(self.name)
        while time.perf_counter() < stop or mark:
            try:
                if not mark and chance.random() < 0.3:
                    self.phone.ask("POST", url, {"csrfmiddlewaretoken": self.phone.cookies["csrftoken"], "pencil": 1})
                    text, revision = self._read(text, revision)
                if not mark:
                    self.words += 1
                    text, mark = f"{text} {self.name}.{self.words}".strip(), secrets.token_hex(8)
                begun = time.perf_counter()
                status, body, _tag = self.phone.ask(
                    "POST",
                    url,
                    {
                        "csrfmiddlewaretoken": self.phone.cookies["csrftoken"],
                        "text": text,
                        "revision": revision,
                        "save_id": mark,
                    },
                    Accept="application/json",
                )
                if status != 200:
                    raise OSError(status)
                self.took.append((begun, time.perf_counter() - begun))
                self.acknowledged |= set(text.split())
                revision, mark = int(re.search(r'"revision": (\d+)', body)[1]), ""
                if '"aside": true' in body:
                    self.asides += 1
                    text, revision = self._read(text, revision)
            except (OSError, http.client.HTTPException):
                self.retries += 1
                if time.perf_counter() > stop + 30:
                    return
            time.sleep(chance.uniform(0.1, 0.5))

    def _read(self, text: str, revision: int) -> tuple[str, int]:
        """The note as the page shows it to the one with the pencil; what one has oneself otherwise."""
        page = self.phone.ask("GET", f"/moten/delta/mote/{self.phone.meeting}/")[1]
        note = re.search(r"<textarea[^>]*>([^<]*)</textarea>", page)
        known = re.search(r'name="revision" value="(\d+)"', page)
        return (note[1].strip(), int(known[1])) if note and known else (text, revision)
