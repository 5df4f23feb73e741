"""An anchor as it is printed, and as it is read from whatever file somebody names."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest

from spiral.trust.audit.anchors import Anchor, NoAnchor, read_anchors

DIGEST = "0123456789abcdef" * 4
LINE = f'{{"event": 12, "digest": "{DIGEST}"}}'
LARGEST_NUMBER = 2**63 - 1


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ankare"


def test_an_anchor_is_one_line_that_is_read_as_it_was_written(file: Path) -> None:
    assert str(Anchor(12, DIGEST)) == LINE
    file.write_text(LINE)
    assert read_anchors(file) == [Anchor(12, DIGEST)]


def test_every_line_is_one_whatever_stands_before_it_and_empty_lines_are_none(file: Path) -> None:
    empty = '{"event": 0, "digest": ""}'
    file.write_bytes(f"\ufeffNov 22 10:00:00 nav spiral{{7}}: {LINE}\r\n\n  \n{empty}\n".encode())
    assert read_anchors(file) == [Anchor(12, DIGEST), Anchor(0, "")]


def test_what_syslog_writes_in_another_alphabet_is_read_past(file: Path) -> None:
    file.write_bytes("å".encode("latin-1") + LINE.encode())
    assert read_anchors(file) == [Anchor(12, DIGEST)]


@pytest.mark.parametrize("number", [1, LARGEST_NUMBER])
def test_any_number_that_an_event_can_have_is_an_anchor(number: int, file: Path) -> None:
    file.write_text(str(Anchor(number, DIGEST)))
    assert read_anchors(file) == [Anchor(number, DIGEST)]


@pytest.mark.parametrize(
    "line",
    [
        "x",
        "{",
        "{}",
        '{"event": 12}',
        f'{{"digest": "{DIGEST}"}}',
        f'{{"event": "12", "digest": "{DIGEST}"}}',
        f'{{"event": true, "digest": "{DIGEST}"}}',
        f'{{"event": 1.0, "digest": "{DIGEST}"}}',
        f'{{"event": -1, "digest": "{DIGEST}"}}',
        f'{{"event": {LARGEST_NUMBER + 1}, "digest": "{DIGEST}"}}',
        f'{{"event": 0, "digest": "{DIGEST}"}}',
        '{"event": 12, "digest": ""}',
        '{"event": 12, "digest": 7}',
        f'{{"event": 12, "digest": "{DIGEST}0"}}',
        f'{{"event": 12, "digest": "{DIGEST[1:]}"}}',
        f'{{"event": 12, "digest": "{DIGEST.upper()}"}}',
        f"{LINE} och mer",
    ],
)
def test_a_line_that_is_no_anchor_is_named_and_says_what_to_do(line: str, file: Path) -> None:
    file.write_text(f"{LINE}\n\n{line}\n")
    with pytest.raises(NoAnchor) as refused:
        read_anchors(file)
    assert str(refused.value) == (
        f"{file}, rad 3: det här är inget ankare. Ange en fil med det som spiral audit head skriver."
    )


@pytest.mark.parametrize(("length", "is_read"), [(2_000, True), (2_001, False)])
def test_a_line_may_be_two_thousand_signs(length: int, is_read: bool, file: Path) -> None:
    file.write_text(" " * (length - len(LINE)) + LINE)
    if is_read:
        assert read_anchors(file) == [Anchor(12, DIGEST)]
    else:
        with pytest.raises(NoAnchor):
            read_anchors(file)


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(content: bytes, file: Path) -> None:
    file.write_bytes(content)
    with pytest.raises(NoAnchor) as refused:
        read_anchors(file)
    assert str(refused.value) == f"{file} är tom. Ange en fil med det som spiral audit head skriver."


def test_a_file_may_be_five_megabytes_and_no_more_of_it_is_read(file: Path) -> None:
    blank = b"\n" * (5_000_000 - len(LINE))
    file.write_bytes(blank + LINE.encode())
    assert read_anchors(file) == [Anchor(12, DIGEST)]
    file.write_bytes(blank + LINE.encode() + b"\n")
    with pytest.raises(NoAnchor) as refused:
        read_anchors(file)
    assert str(refused.value) == f"{file} är större än 5 MB. Ange en fil med det som spiral audit head skriver."


def test_of_a_device_without_an_end_five_megabytes_and_a_byte_are_read() -> None:
    class Endless:
        """What opens like a path and has no end."""

        asked: ClassVar[list[int]] = []

        def __str__(self) -> str:
            return "enhet"

        def open(self, mode: str) -> Endless:
            assert mode == "rb"
            return self

        def __enter__(self) -> Endless:
            return self

        def __exit__(self, *error: object) -> None:
            pass

        def read(self, size: int) -> bytes:
            self.asked.append(size)
            return bytes(size)

    with pytest.raises(NoAnchor, match="^enhet är större än 5 MB"):
        read_anchors(Endless())
    assert Endless.asked == [5_000_001]
