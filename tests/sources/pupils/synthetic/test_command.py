"""`spiral pupils synthetic`: it says that the pupils are made up, and answers what it cannot do with the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from spiral import cli
from spiral.sources.pupils.synthetic.drawing import newest_year

CALL = ["pupils", "synthetic", "--seed", "1", "--pupils", "60"]


def test_the_first_word_on_the_screen_is_that_the_pupils_are_made_up(tmp_path: Path, capsys) -> None:
    assert cli.main([*CALL, "--out", str(tmp_path / "ut")]) == 0
    assert capsys.readouterr().out.startswith("Påhittade elever: ")
    assert (tmp_path / "ut" / "facit.json").is_file()
    assert [p.name for p in tmp_path.iterdir()] == ["ut"]


def test_an_empty_folder_is_taken_and_one_with_something_in_it_is_refused(tmp_path: Path, capsys) -> None:
    folder = tmp_path / "ut"
    folder.mkdir()
    assert cli.main([*CALL, "--owner", "9915", "--out", str(folder)]) == 0
    before = sorted(p.name for p in folder.iterdir())
    assert cli.main([*CALL, "--owner", "9915", "--out", str(folder)]) == 2
    assert "är inte tom. Skriv namnet på en ny mapp." in capsys.readouterr().err
    assert sorted(p.name for p in folder.iterdir()) == before


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--owner", "1499"], "”1499” finns inte. Skriv all, eller en kod från 9901 till 9915."),
        (["--years", "1950"], "--years: 1950 går inte. Skriv år från "),
        (["--years", str(newest_year()), "--pupils", "1200000"], "får regionen ha högst 876000 elever."),
    ],
)
def test_what_cannot_be_drawn_is_answered_and_nothing_is_written(
    options: list[str], sentence: str, tmp_path: Path, capsys
) -> None:
    assert cli.main([*CALL, "--out", str(tmp_path / "ut"), *options]) == 2
    assert sentence in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
