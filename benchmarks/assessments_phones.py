"""Who is there in assessments.py: three hundred telephones that answer, and the leader's page that follows."""

from __future__ import annotations

import contextlib
import http.client
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

#: The last DOUBLED phones send twice; nobody goes on for more than LIMIT seconds.
PHONES, DOUBLED, LIMIT = 300, 30, 150
TARGET = 3
#: How often the leader's page asks, s.
EVERY = 2.0


@dataclass
class Phone:
    """One participant: its answers, how long its submit took, and how often it had to try again."""

    levels: dict[int, int]
    arrives: float
    cookies: dict[str, str] = field(default_factory=dict)
    drew: float = 0.0
    took: float = 0.0
    retries: int = 0
    acknowledged: bool = False
    when: float = 0.0


@dataclass
class LeadersPage:
    """The leader's page as its script asks for it (ground/follow.js): every other second, 304 while nothing has
    changed, longer between tries while there is no contact. Keeps when it showed which number."""

    port: int
    url: str
    session: str
    is_over: bool = False
    shown: list[tuple[float, int]] = field(default_factory=list)
    took: list[float] = field(default_factory=list)

    def follow(self, start: float) -> None:
        tag, failures = "", 0
        while not self.is_over:
            wait = EVERY
            begun = time.perf_counter()
            try:
                tag, count = self._ask(tag)
                now = time.perf_counter()
                self.took.append(now - begun)
                failures = 0
                if count is not None:
                    self.shown.append((now - start, count))
            except (OSError, http.client.HTTPException):
                failures += 1
                wait = min(30.0, EVERY * 2**failures)
            time.sleep(wait)

    def _ask(self, tag: str) -> tuple[str, int | None]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(
                "GET",
                self.url,
                headers={
                    "Cookie": f"sessionid={self.session}",
                    "If-None-Match": tag,
                    "Accept-Language": "sv",
                },
            )
            response = connection.getresponse()
            body = response.read().decode()
        finally:
            connection.close()
        if response.status == 304:
            return tag, None
        if response.status != 200:
            raise RuntimeError(f"the leader's page answered {response.status}")
        told = re.search(r'class="numbers">minst (\d+)<', body)
        return response.headers["ETag"], int(told[1]) if told else 0

    def behind(self, acknowledged: list[float]) -> list[float]:
        """For each answer, in order of acknowledgement: how long until the page showed the step of five it is in."""
        return [
            next((max(0.0, when - moment) for when, count in self.shown if count >= n - n % 5), float("inf"))
            for n, moment in enumerate(sorted(acknowledged), 1)
        ]


def take_part(phone: Phone, port: int, door: str, base: str, start: float, number: int) -> None:
    """In by the code, a ticket drawn, the answer sent; again from where the reply was lost."""
    time.sleep(max(0.0, start + phone.arrives - time.perf_counter()))
    token, url = "", f"{base}{TARGET}/"
    while not phone.acknowledged and time.perf_counter() - start < LIMIT:
        try:
            if not token:
                ask(phone, port, "GET", door)
                page = ask(phone, port, "GET", base)
                token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page[1])[1]
            if not phone.drew:
                begun = time.perf_counter()
                ask(phone, port, "POST", base, urlencode({"csrfmiddlewaretoken": token, "target": TARGET, "all": 1}))
                phone.drew = time.perf_counter() - begun
                ask(phone, port, "GET", f"{url}?all")
            form = {f"s{n}": level for n, level in phone.levels.items()} | {
                "csrfmiddlewaretoken": token,
                "to": "send",
            }
            begun = time.perf_counter()
            status, _body = ask(phone, port, "POST", f"{url}?all", urlencode(form))
            phone.took = time.perf_counter() - begun
            phone.acknowledged = status == 302
            phone.when = time.perf_counter() - start
        except (OSError, http.client.HTTPException):
            phone.retries += 1
            time.sleep(0.5)
    if number >= PHONES - DOUBLED:
        with contextlib.suppress(OSError, http.client.HTTPException):
            ask(phone, port, "POST", f"{url}?all", urlencode(form))


def ask(phone: Phone, port: int, method: str, url: str, body: str = "") -> tuple[int, str]:
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
