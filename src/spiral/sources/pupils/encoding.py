"""The signs of a file: its encoding, ends of lines in one form, and where letters have been lost on the way."""

from __future__ import annotations

import codecs
import re

import numpy as np
from numpy.typing import NDArray

_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LINE_END = re.compile(rb"\r+\n|\r")
#: UTF-8 read as Windows-1252 and saved as UTF-8 once more: Ã before a sign that is no letter.
_TWICE = re.compile(rb"\xc3\x83(?:\xc2[\x80-\xbf]|\xe2[\x80-\xbf]{2}|\xc5[\xa0-\xbe]|\xc6\x92|\xcb\x86)")
_TWICE_BEGINS = b"\xc3\x83"
_LOST, _MARK = "�".encode(), codecs.BOM_UTF8
#: Bytes that are no letter in Windows-1252 at all; old Macintosh and DOS programs have å, ä and ö among them.
_NOWHERE = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_FIRST_HIGH, _OLD_END, _FIRST_LETTER = 0x80, 0xA0, 0xC0
_FIRST_SEEN = ord(" ")
_NONE = np.array([], np.intp)


def decoded(content: bytes) -> tuple[bytes, str, str]:
    """The bytes to read with \\n at the end of lines, the encoding they are in, and the encoding the file came in."""
    content, encoding, came_as = _narrow(content)
    content = content.rstrip(b"\x1a")
    signs = np.frombuffer(content, np.uint8)
    returns = np.flatnonzero(signs == ord("\r"))
    is_alone = np.take(signs, returns + 1, mode="clip") != ord("\n")
    if is_alone.any():  # as old Macintosh programs write, or turned twice
        content = _LINE_END.sub(b"\n", content)
    return content, encoding, came_as


def _narrow(content: bytes) -> tuple[bytes, str, str]:
    """The bytes in an encoding where a separator is one byte."""
    for mark, name in _WIDE_MARKS:
        if content.startswith(mark):
            return content.decode(name, "replace").encode(), "utf-8", name
    content = content.removeprefix(codecs.BOM_UTF8)
    head = content[:1000]
    low, high = head[::2].count(0), head[1::2].count(0)
    if abs(high - low) > len(head) // 4:  # UTF-16 without its mark: every other byte is 0
        return content.decode("utf-16-le" if high > low else "utf-16-be", "replace").encode(), "utf-8", "utf-16"
    try:
        if not content.isascii():
            content.decode("utf-8")
    except UnicodeDecodeError:
        outside, is_letter = _high(np.frombuffer(content, np.uint8))
        is_mostly_utf8 = 3 * np.count_nonzero(is_letter) > len(outside)
        return (content, "utf-8", "mixed") if is_mostly_utf8 else (content, "cp1252", "cp1252")
    return content, "utf-8", "utf-8"


def _high(buffer: NDArray[np.uint8]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where bytes outside ASCII stand, and which of them begin a letter of UTF-8 (é, å, š …).

    In Windows-1252 those are Ã, Ä or Å before a sign that no name has.
    """
    high = np.flatnonzero(buffer >= _FIRST_HIGH)
    sign, after = buffer[high], np.take(buffer, high + 1, mode="clip")
    return high, (sign >= 0xC3) & (sign <= 0xC5) & (after >= _FIRST_HIGH) & (after < _FIRST_LETTER)


def strange_signs(content: bytes, buffer: NDArray[np.uint8], encoding: str, came_as: str) -> dict[str, NDArray]:
    """Where in the bytes letters have been lost or cannot be seen, by kind of problem."""
    places: dict[str, NDArray] = {}
    if content.isascii():
        pass
    elif encoding == "utf-8":
        places["encoding_lost"] = _all(re.compile(re.escape(_LOST)), _LOST, content)
        places["encoding_twice"] = _all(_TWICE, _TWICE_BEGINS, content)
        places["encoding_mixed"] = _lines_not_utf8(content) if came_as == "mixed" else _NONE
        places["unseen"] = _all(re.compile(_MARK), _MARK, content)
    else:
        high, is_letter = _high(buffer)
        places["encoding_mixed"] = high[is_letter]
        sign = buffer[high]
        is_old = sign < _OLD_END
        is_other = np.isin(sign, _NOWHERE).any() or np.count_nonzero(is_old) > np.count_nonzero(sign >= _FIRST_LETTER)
        places["encoding_other"] = high[is_old] if is_other and not is_letter.any() else _NONE
    if np.count_nonzero(buffer < _FIRST_SEEN) > content.count(b"\n") + content.count(b"\r"):
        unseen = np.flatnonzero((buffer < _FIRST_SEEN) & (buffer != ord("\n")) & (buffer != ord("\r")))
        places["unseen"] = np.append(places.get("unseen", _NONE), unseen)
    return {kind: where for kind, where in places.items() if len(where)}


def _all(pattern: re.Pattern[bytes], begins: bytes, content: bytes) -> NDArray[np.intp]:
    """Where a pattern stands; looked for only when what it begins with is there at all."""
    if begins not in content:
        return _NONE
    return np.array([match.start() for match in pattern.finditer(content)], np.intp)


def _lines_not_utf8(content: bytes) -> NDArray[np.intp]:
    """Where the lines begin that are not UTF-8."""
    places, start = [], 0
    for line in content.split(b"\n"):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            places.append(start)
        start += len(line) + 1
    return np.array(places, np.intp)
