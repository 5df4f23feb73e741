"""`spiral minutes` prints what was understood, to read and as JSON."""

from __future__ import annotations

import json

from spiral.cli import main
from tests.sources.minutes.reading import DATA


def test_the_command_prints_exactly_what_was_promised(capsys) -> None:
    assert main(["minutes", str(DATA / "paste.txt"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == [
        "title",
        "start",
        "participants",
        "items",
        "planned",
        "statements",
        "links",
        "unparsed",
        "problems",
    ]
    assert list(told["participants"][0]) == ["name", "municipality", "office"]
    assert list(told["items"][0]) == ["heading", "notes"]
    assert list(told["planned"][0]) == ["date", "start", "end", "title"]
    assert list(told["statements"]) == ["scale", "items"]


def test_the_command_prints_text_to_read_and_says_what_is_wrong(capsys, tmp_path) -> None:
    assert main(["minutes", str(DATA / "paste.txt")]) == 0
    text = capsys.readouterr().out
    for piece in ("Deltagare (9)", "Planerat", "Förslag till påståendelista", "2028-01-26 9.00–12.00 Tema läsning"):
        assert piece in text
    assert main(["minutes", str(tmp_path / "saknas.txt")]) == 1
    assert "går inte att öppna" in capsys.readouterr().err
    (tmp_path / "tom.txt").write_bytes(b"")
    assert main(["minutes", str(tmp_path / "tom.txt")]) == 1
    assert "Filen är tom" in capsys.readouterr().err
