"""Text as it comes from keyboards, clipboards and spreadsheets → the same signs for the same text, once, at the door.

Å may be one sign or an a with a ring after it; a blank may be of a dozen kinds; some signs are not seen at all. What
people mean is the same, so what is kept, compared and searched is.
"""

from __future__ import annotations

import re
import unicodedata

#: Signs that are never seen: soft hyphen, blanks of no width, marks of direction, word joiner, byte order mark.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
#: Joiners shape Persian and Indic words and put emoji together; beside a Latin letter or a blank they do nothing.
_IDLE_JOINER = re.compile("(?<![^\\s\u0000-\u024f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\\s\u0000-\u024f])")
#: Hyphens that programs put in so that a word does not break; they look like the one that is typed.
_HYPHEN = re.compile("[\u2010\u2011\ufe63\uff0d]")
#: An address as mail programs copy it: "Alva Ek <alva@…>", "Ek, Alva (alva@…)".
_WITH_NAME = re.compile(r"[^<>()@]{1,200}[<(]([^<>()@]{1,64}@[^<>()@]{1,255})[>)]")
_BLANK = re.compile(r"[^\S\n\t]")
_BLANKS = re.compile(r"\s+")
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LONGEST_ADDRESS, _LONGEST_LOCAL = 254, 64
_AROUND = " \t<>\"'()[],;:"


def tidy(text: str) -> str:
    """``text`` with each letter in one form (NFC), without signs that are not seen, and every blank an ordinary one;
    line breaks, tabs and doubled blanks stay. What is tidy stays as it is."""
    composed = unicodedata.normalize("NFC", text)
    seen = _IDLE_JOINER.sub("", _UNSEEN.sub("", composed.replace("\r\n", "\n").replace("\r", "\n")))
    seen = _BLANK.sub(" ", _HYPHEN.sub("-", seen).replace("\u2028", "\n").replace("\u2029", "\n"))
    return unicodedata.normalize("NFC", seen)


def line(text: str) -> str:
    """``text`` tidy and on one line: a name, a heading, a cell."""
    return _BLANKS.sub(" ", tidy(text)).strip()


def normal(text: str) -> str:
    """``text`` tidy, in small letters, each sign in its usual form however it was typed (NFKC): a full-width letter is
    the letter."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", tidy(text)).casefold())


def same(text: str) -> str:
    """What two names have in common when they are the same name: case, width and blanks do not tell names apart, rings
    and dots do."""
    return line(normal(text))


def email_address(text: str) -> str:
    """The e-mail address in ``text``, in small letters: also from "mailto:…", "Name <…>", full-width signs, or with
    signs that are not seen in it. Raises ValueError for what is no address of ASCII signs (RFC 5321, the usual
    part)."""
    written = same(text[: 4 * _LONGEST_ADDRESS]).strip(_AROUND)
    if named := _WITH_NAME.fullmatch(written if written.endswith((">", ")")) else f"{written}>"):
        written = named[1]
    written = written.removeprefix("mailto:").partition("?")[0].strip(_AROUND)
    local, at, domain = written.rpartition("@")
    labels = domain.split(".")
    if (
        not at
        or len(written) > _LONGEST_ADDRESS
        or len(local) > _LONGEST_LOCAL
        or not _LOCAL.fullmatch(local)
        or len(labels) < 2
        or not all(_LABEL.fullmatch(label) for label in labels)
        or labels[-1].isdecimal()
        or len(labels[-1]) < 2
    ):
        raise ValueError("no e-mail address")
    return written
