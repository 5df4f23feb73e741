"""A browser that goes on writing while the server is killed (kills.py), and sends again what got no answer."""

from __future__ import annotations

import http.client
import random
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

#: Letters for words that are no names and no numbers: the pupils' filter lets them through.
_SOUNDS = ("ba", "de", "fi", "go", "lu", "mö", "nå", "sä")


class NoAnswer(Exception):
    """The server was gone, or answered as a server that is being killed."""


@dataclass(eq=False)
class Writer:
    """A browser that goes on writing. Subclasses say what one ``step`` is; it returns only when it was acknowledged."""

    port: int
    name: str
    cookies: dict[str, str] = field(default_factory=dict)
    session: str = ""
    is_waiting: bool = False
    acknowledged: int = 0
    words: int = 0
    gone: list[str] = field(default_factory=list)
    what = ""
    pause = 0.05

    def __post_init__(self) -> None:
        self.chance = random.Random(self.name)
        if self.session:
            self.cookies["sessionid"] = self.session

    def write(self, stop: threading.Event) -> None:
        while not stop.is_set():
            self.step()
            time.sleep(self.chance.uniform(0, 2 * self.pause))

    def step(self) -> None:
        raise NotImplementedError

    def lost(self) -> int:
        raise NotImplementedError

    def twice(self) -> int:
        return 0

    def ask(self, method: str, url: str, form: dict[str, object] | None = None, **headers: str) -> tuple[int, str, str]:
        """Status, where to go, body. Raises NoAnswer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers |= {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Accept-Language": "sv"}
        body = None
        if form is not None:
            body = urlencode({"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **form})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.is_waiting = True
            connection.request(method, url, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer from error
        finally:
            self.is_waiting = False
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _equals, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status >= 500:
            raise NoAnswer(answer.status)
        return answer.status, answer.headers.get("Location", ""), text

    def insist(
        self, method: str, url: str, form: dict[str, object] | None = None, **headers: str
    ) -> tuple[int, str, str]:
        """The same again until it is answered, for half a minute."""
        for _try in range(300):
            try:
                return self.ask(method, url, form, **headers)
            except NoAnswer:
                time.sleep(0.1)
        raise NoAnswer

    def claim(self) -> None:
        """Say that one thing more was answered as saved, which never was: counting has to miss it."""
        raise NotImplementedError

    def word(self) -> str:
        """A word that nobody else writes, of sounds that are neither a name nor a number to the pupils' filter."""
        self.words += 1
        return "".join(_SOUNDS[self.words // 8**n % 8] for n in range(5)) + self.name
