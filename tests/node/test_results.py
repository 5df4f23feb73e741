"""The owner's own results, the same day: every school, one in depth, the same pupils three years later."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest

from tests.sources.pupils.made_up import UNIT, form_of, person, right_line, right_lines

GRADES9, NP9 = form_of("betyg_ak9"), form_of("np9")
OTHER = "87654321"


def dated(lines: list[list[str]], day: str) -> list[list[str]]:
    for line in lines:
        line[1] = day
    return lines


@pytest.fixture
def imported(come_in, upload) -> Callable[..., object]:
    """Somebody who has read files in, and her browser."""

    def read_in(**files: list[list[str]]) -> object:
        client = come_in()
        answer = upload(client, **files)
        token = re.search(r"/kontroll/([0-9a-f]{32})/", answer.request["PATH_INFO"])[1]  # type: ignore[index]
        client.post(f"/kontroll/{token}/svar/", {"answer": "no"})
        client.post(f"/kontroll/{token}/las-in/")
        return client

    return read_in


def varied(lines: list[list[str]], seed: int, letters: str = "ABCDEF") -> list[list[str]]:
    chosen = random.Random(seed)
    for line in lines:
        for place, column in enumerate(GRADES9.columns):
            if column.kind == "grade" and line[place] == "C":
                line[place] = chosen.choice(letters)
    return lines


def test_before_anything_is_read_in_the_pages_say_what_to_do(come_in) -> None:
    client = come_in()
    assert "Inga betyg är inlästa än" in client.get("/skolor/").content.decode()
    assert "Inga elever går att följa än" in client.get("/samma-elever/").content.decode()
    assert client.get(f"/skolor/{UNIT}/").status_code == 404
    assert client.get("/skolor/skolan/").status_code == 404


def test_every_school_has_its_figures_with_intervals_in_the_order_of_the_alphabet(imported) -> None:
    there = [right_line(GRADES9, n, Skolenhetskod=OTHER) for n in range(100, 130)]
    few = [right_line(GRADES9, n, Skolenhetskod="00000003") for n in (200, 201)]
    client = imported(a=varied(right_lines(GRADES9, 40), 1), b=there, c=few)
    text = client.get("/skolor/").content.decode()
    assert [*map(text.index, ("00000003", UNIT, OTHER))] == sorted(map(text.index, ("00000003", UNIT, OTHER)))
    assert "240–240 (240,0)" in text
    assert "för få elever" in text


def test_a_school_in_depth_has_sexes_grades_and_tests_beside_last_year(imported) -> None:
    now = varied(right_lines(GRADES9, 61), 2)
    for line in now:
        line[12] = "A" if int(line[3][10]) % 2 == 0 else "F"
    tests = right_lines(NP9, 61, MA_PROVB="C", SV_PROVB="C")
    last = dated(varied([right_line(GRADES9, n) for n in range(300, 350)], 3), "2025-06-10")
    client = imported(a=now, b=tests, c=last)
    text = re.sub(r"<[^>]+>", " ", client.get(f"/skolor/{UNIT}/").content.decode())
    text = re.sub(r"\s+", " ", text)
    assert "61 elever" in text
    assert "Flickorna har tydligt högre." in text
    assert text.count("Ungefär ett av tjugo sådana utslag beror på slumpen.") == 2
    assert "Kan inte skiljas från 2025." in text
    assert "Matematik 0 " in text
    assert "Betyg mot nationellt prov" in text
    assert "elever med provbetyg" in text


def test_the_same_pupils_add_up_and_say_whose_grades_rose(imported) -> None:
    before = dated(
        [right_line(form_of("betyg_ak6", 2024), PersonNr=person(n, 2011), Ma="E") for n in range(40)], "2023-06-09"
    )
    before[0][3] = "20110101TF20"
    after = [right_line(GRADES9, PersonNr=person(n, 2011), Ma="B") for n in range(5, 50)]
    client = imported(a=before, b=after)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get("/samma-elever/").content.decode()))
    assert "Samma elever, årskurs 6 till 9: fler höjde än sänkte i matematik" in text
    assert "Det gäller 35 av 45 elever i årskurs 9." in text
    assert "Finns i båda 35 35" in text
    assert "Alla 40 45" in text
    assert "35 höjde, 0 lika, 0 sänkte" in text


def test_a_principal_sees_her_own_school_only(imported, come_in) -> None:
    there = [right_line(GRADES9, n, Skolenhetskod=OTHER) for n in range(100, 130)]
    imported(a=right_lines(GRADES9, 30), b=there)
    principal = come_in("principal", UNIT)
    text = principal.get("/skolor/").content.decode()
    assert UNIT in text
    assert OTHER not in text
    assert principal.get(f"/skolor/{UNIT}/").status_code == 200
    assert principal.get(f"/skolor/{OTHER}/").status_code == 403
    assert principal.get("/samma-elever/").status_code == 403
