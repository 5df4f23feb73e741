"""Who writes while the server is killed (kills.py): each keeps what was answered as saved, sends again what got no
answer, and looks afterwards whether all of it is there once."""

from __future__ import annotations

import html
import re
import secrets
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from kills_browser import NoAnswer, Writer


@dataclass(eq=False)
class Ratings(Writer):
    """One telephone after another in a round of its own: a ticket, an answer."""

    number: int = 0
    code: str = ""
    levels: Counter[tuple[int, int]] = field(default_factory=Counter)
    what = "answers to ratings"
    pause = 0.15

    def step(self) -> None:
        self.cookies, base = {}, f"/skattning/svara/omgang/{self.number}/"
        self.insist("GET", f"/skattning/svara/{self.code}/")
        self.insist("GET", base)
        self.insist("POST", base, {"target": 1, "all": 1})
        levels = {n: self.chance.randint(1, 4) for n in range(1, 10)}
        form = {f"s{n}": level for n, level in levels.items()} | {"to": "send"}
        where = self.insist("POST", f"{base}1/?all", form)[1]
        if "/tack/" not in where:
            self.gone.append(f"ticket, then {where}")
            return
        self.acknowledged += 1
        self.levels.update(levels.items())

    def claim(self) -> None:
        self.levels[1, 1] += 1

    def lost(self) -> int:
        return len(self.gone) + (self.levels - self._there()).total()

    def twice(self) -> int:
        return (self._there() - self.levels).total()

    def _there(self) -> Counter[tuple[int, int]]:
        from spiral.learn.assessments.models import Count

        return Counter({(c.statement, c.level): c.count for c in Count.objects.filter(target__round=self.number)})


@dataclass(eq=False)
class Pupils(Writer):
    """One pupil after another in a class, and another class when it is full; the leader closes and reads."""

    rooms: list[tuple[int, str]] = field(default_factory=list)
    leader: Writer | None = None
    sent: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    what = "pupils' answers"
    pause = 0.25
    #: Answers in a class before the next one begins.
    full = 400

    def step(self) -> None:
        number, code = self.rooms[min(self.acknowledged // self.full, len(self.rooms) - 1)]
        self.cookies, base, word = {}, f"/elevroster/svara/insamling/{number}/", self.word()
        self.insist("GET", f"/elevroster/svara/{code}/")
        self.insist("GET", base)
        self.insist("POST", base, {"all": 1})
        form = {"t2": f"jag övar på {word}", "to": "send"}
        where = self.insist("POST", f"{base}fragor/?all=1", form)[1]
        if "/tack/" not in where:
            self.gone.append(f"ticket, then {where}")
            return
        self.acknowledged += 1
        self.sent[number].append(word)

    def claim(self) -> None:
        self.sent[self.rooms[0][0]].append(self.word())

    def lost(self) -> int:
        return len(self.gone) + sum((Counter(words) - self._read(n)).total() for n, words in self.sent.items())

    def twice(self) -> int:
        return sum((self._read(n) - Counter(words)).total() for n, words in self.sent.items())

    def _read(self, number: int) -> Counter[str]:
        """The words as the leader reads them when the class is closed."""
        self.leader.insist("GET", f"/elevroster/insamling/{number}/")
        self.leader.insist("POST", f"/elevroster/insamling/{number}/stang/", {})
        words: Counter[str] = Counter()
        for page in range(1, 20):
            text = self.leader.insist("GET", f"/elevroster/insamling/{number}/granska/?question=2&page={page}")[2]
            words.update(re.findall(r'<p class="said">[^<]*jag övar på (\w+)', re.sub(r"</?mark>", "", text)))
            if f"page={page + 1}" not in text:
                break
        return words


@dataclass(eq=False)
class Notes(Writer):
    """A group's note that grows by a word, saved as the page's script saves it."""

    meeting: int = 0
    group: int = 0
    seat: str = ""
    text: str = ""
    revision: int = 0
    what = "words in a note"

    def step(self) -> None:
        url = f"/moten/delta/mote/{self.meeting}/anteckning/{self.group}/"
        if not self.text:
            self.insist("GET", f"/moten/delta/plats/{self.seat}/")
            self.insist("POST", f"/moten/delta/plats/{self.seat}/", {})
            self.insist("POST", url, {"pencil": 1})
        if self.acknowledged > 3_000:
            return
        self.words += 1
        text = f"{self.text} {self.name}{self.words}".strip()
        form = {"text": text, "revision": self.revision, "save_id": secrets.token_hex(8)}
        status, _where, body = self.insist("POST", url, form, Accept="application/json")
        if status != 200 or '"aside": true' in body:
            self.gone.append(f"a save answered {status}")
            return
        self.text, self.revision = text, int(re.search(r'"revision": (\d+)', body)[1])
        self.acknowledged += 1

    def claim(self) -> None:
        self.text += f" {self.word()}"

    def lost(self) -> int:
        return len(self.gone) + (Counter(self.text.split()) - self._there()).total()

    def twice(self) -> int:
        return (self._there() - Counter(self.text.split())).total()

    def _there(self) -> Counter[str]:
        page = self.insist("GET", f"/moten/delta/mote/{self.meeting}/")[2]
        return Counter(html.unescape(re.search(r"<textarea[^>]*>([^<]*)</textarea>", page)[1]).split())


@dataclass(eq=False)
class Sheet(Writer):
    """A municipality's needs: one line after another anew, and all lines looked at each time the form is opened."""

    lines: dict[str, str] = field(default_factory=dict)
    what = "lines of a needs map"
    pause = 0.15
    url = "/behov/kommun/vara/skriv/"

    def step(self) -> None:
        page = self._look("")
        area, word = self.chance.choice(sorted(self.lines)), self.word()
        form = {"revision": re.search(r'name="revision" value="(\d+)"', page)[1]}
        for key, text in (self.lines | {area: word}).items():
            form |= {f"s-{key}": "works" if text else "", f"t-{key}": text}
        try:
            status = self.ask("POST", self.url, form)[0]
        except NoAnswer:
            # Saved or not: what the form shows now is what was there last, or this.
            self._look(word)
            return
        if status != 302:
            self.gone.append(f"a sheet answered {status}")
            return
        self.lines[area] = word
        self.acknowledged += 1

    def _look(self, maybe: str) -> str:
        page = self.insist("GET", self.url)[2]
        there = {key: html.unescape(text) for key, text in re.findall(r'name="t-([\w-]+)"[^>]*? value="([^"]*)"', page)}
        for key, text in there.items():
            if self.lines and text not in {self.lines[key], maybe}:
                self.gone.append(f"{self.lines[key]} is {text}")
        self.lines = there
        return page

    def claim(self) -> None:
        self.lines[min(self.lines)] = self.word()

    def lost(self) -> int:
        self._look("")
        return len(self.gone)


@dataclass(eq=False)
class Publishing(Writer):
    """A leader who words the lead of one summary after another, and publishes it."""

    meetings: list[int] = field(default_factory=list)
    published: dict[int, str] = field(default_factory=dict)
    what = "published summaries"
    pause = 0.4

    def step(self) -> None:
        if not self.meetings:
            return
        number, word = self.meetings.pop(), self.word()
        url = f"/moten/{number}/sammanfattning/andra/"
        while True:
            status, _where, page = self.insist("GET", url)
            if status == 302:
                # Published just before the kill took the answer away.
                break
            revision = re.search(r'name="revision" value="(\d+)"', page)[1]
            try:
                status, where, _page = self.ask("POST", url, {"lead": word, "revision": revision, "publish": 1})
            except NoAnswer:
                time.sleep(0.1)
                continue
            if status == 302 and not where.endswith("/andra/"):
                self.acknowledged += 1
                break
        self.published[number] = word

    def claim(self) -> None:
        self.published[min(self.published)] = self.word()

    def lost(self) -> int:
        pages = {n: self.insist("GET", f"/moten/{n}/sammanfattning/")[2] for n in self.published}
        still_open = [n for n in pages if self.insist("GET", f"/moten/{n}/sammanfattning/andra/")[0] != 302]
        return len(still_open) + sum(word not in pages[n] for n, word in self.published.items())
