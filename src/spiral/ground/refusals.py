"""What an action may refuse in any room. Nothing has been written when one of these is raised."""

from __future__ import annotations


class NotNow(Exception):
    """The thing is in a state where this cannot be done: published, handed in, ended, not begun."""


class NameTaken(Exception):
    """Another of the same kind has this name."""


class TooMany(Exception):
    """There is no room for another: there are as many as there may be."""
