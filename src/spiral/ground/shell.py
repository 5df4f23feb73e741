"""What surrounds every page of an installation: its front page, its main menu, its tools. Each installation says its
own (``settings.SHELL``), so that the ground knows no room by name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string


class Reader(StrEnum):
    """For whom a tool is."""

    ALL = "all"
    MEMBERS = "members"  # who may read the register of people
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of the main menu: the page it leads to, and the rooms (or the beginnings of pages' names) it covers."""

    page: str
    text: str | Promise
    rooms: tuple[str, ...] = ()
    key: str = ""

    def covers(self, page: str) -> int:
        """How exactly it covers a page, by the page's full name: 0 for not at all."""
        if page == self.page:
            return len(page) + 1
        return max((len(room) for room in self.rooms if page.startswith(room)), default=0)


@dataclass(frozen=True, slots=True)
class Tool:
    """A link in the top or the foot of every page. ``parts`` are the arguments of its address."""

    page: str
    text: str | Promise
    readers: Reader = Reader.ALL
    parts: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return reverse(self.page, args=self.parts)


@dataclass(frozen=True, slots=True)
class Shell:
    """The whole. ``note`` is a template shown under the menu of every page, ``style`` a stylesheet beside the ground's,
    ``search`` the page that finds things; ``has_glyphs``: the menu is the loop's; ``about``: whose the installation is,
    where it is not the network's; ``beside``: what the other installation is called from here."""

    front: str
    menu: tuple[MenuEntry, ...]
    tools: tuple[Tool, ...] = ()
    foot: tuple[Tool, ...] = ()
    note: str = ""
    style: str = ""
    search: str = ""
    has_glyphs: bool = False
    about: str | Promise = ""
    beside: str | Promise = ""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An entry as it is shown; ``turn`` is its number from 1, the half-turn that its glyph lights."""

    turn: int
    text: str
    key: str
    url: str
    current: bool


@cache
def _shell(name: str) -> Shell:
    shell = import_string(name)
    assert isinstance(shell, Shell)
    return shell


def shell() -> Shell:
    """This installation's."""
    return _shell(settings.SHELL)


def menu(request: HttpRequest) -> list[MenuItem]:
    """The main menu, with the entry that covers the page that is asked for marked."""
    page = getattr(request.resolver_match, "view_name", "") if request.resolver_match else ""
    entries = shell().menu
    nearest = max(entries, key=lambda entry: entry.covers(page))
    return [
        MenuItem(turn, str(entry.text), entry.key, reverse(entry.page), entry is nearest and bool(entry.covers(page)))
        for turn, entry in enumerate(entries, 1)
    ]
