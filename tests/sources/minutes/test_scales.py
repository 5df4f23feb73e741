"""Statements with a scale, however many they are and however the scale is worded."""

from __future__ import annotations

import pytest

from tests.sources.minutes.reading import understood

STATEMENTS = ("Vi läser varandras planeringar", "Vi besöker varandras lektioner", "Vi skriver ner vad vi har lärt oss")
NUMBERED = "\n".join(f"{n}. {text}" for n, text in enumerate(STATEMENTS, 1))
FOUR = ("aldrig", "ibland", "ofta", "alltid")

SCALES = {
    "lines": "1: aldrig\n2: ibland\n3: ofta\n4: alltid",
    "lines equal": "1 = aldrig\n2 = ibland\n3 = ofta\n4 = alltid",
    "lines dash": "1 – aldrig\n2 – ibland\n3 – ofta\n4 – alltid",
    "lines level": "Nivå 1: aldrig\nNivå 2: ibland\nNivå 3: ofta\nNivå 4: alltid",
    "lines step": "Steg 1 – aldrig\nSteg 2 – ibland\nSteg 3 – ofta\nSteg 4 – alltid",
    "lines points": "1 poäng = aldrig\n2 poäng = ibland\n3 poäng = ofta\n4 poäng = alltid",
    "lines brackets": "(1) aldrig\n(2) ibland\n(3) ofta\n(4) alltid",
    "lines falling": "4 = alltid\n3 = ofta\n2 = ibland\n1 = aldrig",
    "numbered": "Skala:\n1. aldrig\n2. ibland\n3. ofta\n4. alltid",
    "bare": "Skala:\n1 aldrig\n2 ibland\n3 ofta\n4 alltid",
    "table": "| 1 | aldrig |\n|---|---|\n| 2 | ibland |\n| 3 | ofta |\n| 4 | alltid |",
    "inline": "1 = aldrig, 2 = ibland, 3 = ofta, 4 = alltid",
    "inline blanks": "Skala 1=aldrig 2=ibland 3=ofta 4=alltid",
    "inline brackets": "Ange 1 (aldrig), 2 (ibland), 3 (ofta) eller 4 (alltid).",
    "inline dash": "Svara med 1 – aldrig, 2 – ibland, 3 – ofta, 4 – alltid.",
    "inline means": "1 betyder aldrig, 2 betyder ibland, 3 betyder ofta och 4 betyder alltid.",
    "inline bare": "Skala: 1 aldrig 2 ibland 3 ofta 4 alltid",
    "inline points": "Svarsalternativ: 1. aldrig 2. ibland 3. ofta 4. alltid",
    "words in a bracket": "Hur väl stämmer det? (aldrig / ibland / ofta / alltid)",
    "number last": "aldrig (1), ibland (2), ofta (3), alltid (4)",
    "words": "Skala: aldrig / ibland / ofta / alltid",
    "words commas": "Svarsalternativ: aldrig, ibland, ofta, alltid",
    "words dashes": "Skalan är: aldrig – ibland – ofta – alltid",
    "words below": "Svarsalternativ:\n- aldrig\n- ibland\n- ofta\n- alltid",
    "letters": "A = aldrig\nB = ibland\nC = ofta\nD = alltid",
}


def proposal(body: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = understood(f"# Träff\n2026-11-05\n\n## Skattning\n\n{body}\n\n## Nästa\n\nText om annat.\n")
    return found.statements.items, found.statements.scale


@pytest.mark.parametrize("after", [True, False])
@pytest.mark.parametrize("kind", SCALES)
def test_a_scale_is_found_before_or_after_its_statements(kind, after) -> None:
    parts = (NUMBERED, SCALES[kind]) if after else (SCALES[kind], NUMBERED)
    assert proposal("\n\n".join(parts)) == (STATEMENTS, FOUR)


RUNS = {
    "letters": "a) {}\nb) {}\nc) {}",
    "called": "Påstående 1: {}\nPåstående 2: {}\nPåstående 3: {}",
    "bullets": "Ta ställning till påståendena:\n- {}\n- {}\n- {}",
    "plain": "Påståenden\n\n{}\n\n{}\n\n{}",
    "brackets": "1) {}\n2) {}\n3) {}",
}


@pytest.mark.parametrize("kind", RUNS)
def test_statements_are_found_however_they_are_listed(kind) -> None:
    assert (
        proposal(RUNS[kind].format(*STATEMENTS) + "\n\n1 = aldrig, 2 = ibland, 3 = ofta, 4 = alltid")[0] == STATEMENTS
    )


@pytest.mark.parametrize("count", [2, 3, 7, 16, 25])
def test_there_may_be_few_or_many(count) -> None:
    many = "\n".join(f"{n}. Vi gör den sak som har nummer {'i' * n} i listan" for n in range(1, count + 1))
    assert len(proposal(f"{many}\n\n1: svagt\n2: starkt")[0]) == count


@pytest.mark.parametrize("steps", [2, 3, 5, 6, 7, 10])
def test_the_scale_may_have_few_or_many_steps(steps) -> None:
    words = ("obefintligt", "svagt", "sådär", "halvt", "hyfsat", "gott", "starkt", "mycket starkt", "utmärkt", "helt")
    scale = "\n".join(f"{n}: {word}" for n, word in enumerate(words[:steps], 1))
    assert proposal(f"{NUMBERED}\n\n{scale}")[1] == words[:steps]
    assert proposal(f"{NUMBERED}\n\n{scale.replace('10: helt', '10: helt')}")[1] == words[:steps]


def test_a_sentence_over_two_lines_is_one_statement() -> None:
    body = (
        "1. Vi läser varandras planeringar\n"
        "och säger vad vi tycker\n"
        "2. Vi besöker varandras lektioner\n"
        "   i Vara och Hjo\n"
        "3. Vi skriver ner vad vi har lärt oss\n\n"
        "1: sällan\n2: ofta"
    )
    assert proposal(body)[0] == (
        "Vi läser varandras planeringar och säger vad vi tycker",
        "Vi besöker varandras lektioner i Vara och Hjo",
        "Vi skriver ner vad vi har lärt oss",
    )


@pytest.mark.parametrize(
    "scale",
    [
        "Skala 1–5, där 1 = stämmer inte alls och 5 = stämmer helt",
        "Svara från 1 (stämmer inte alls) till 5 (stämmer helt).",
        "1 är stämmer inte alls, 5 är stämmer helt",
    ],
)
def test_a_scale_with_words_for_its_ends_only_says_that_the_others_are_missing(scale) -> None:
    found = understood(f"# Träff\n2026-11-05\n\n## Skattning\n\n{scale}\n\n{NUMBERED}\n\n## Nästa\n\nx\n")
    assert found.statements.scale == ("stämmer inte alls", "2", "3", "4", "stämmer helt")
    assert any("5 steg" in p for p in found.problems)


def test_a_scale_that_is_only_spoken_of_is_told() -> None:
    found = understood(
        f"# Träff\n2026-11-05\n\n## Skattning\n\nTa ställning på en skala 1–6.\n\n{NUMBERED}\n\n## Nästa\n\nx\n"
    )
    assert found.statements.items == ()
    assert any("skala 1–6" in p for p in found.problems)


def test_two_lists_of_statements_are_told() -> None:
    scale = "1: sällan\n2: ofta"
    found = understood(
        f"# Träff\n2026-11-05\n\n## A\n\n{NUMBERED}\n\n{scale}\n\n## B\n\n1. Ett annat påstående\n2. Ännu ett sådant\n\n{scale}\n"
    )
    assert found.statements.items == STATEMENTS
    assert any("2 listor" in p for p in found.problems)


@pytest.mark.parametrize(
    "body",
    [
        "1. Öppning\n2. Läget\n3. Slut",
        "1. Öppning\n2. Läget\n\nVi ses kl 9: 1 timme.",
        "- Ett\n- Två\n\nSkalan diskuterades.",
    ],
)
def test_a_list_without_a_scale_is_a_list(body) -> None:
    assert proposal(body) == ((), ())


@pytest.mark.parametrize(
    ("scale", "steps"),
    [
        ("(1 inte alls – 5 i mycket hög grad)", ("inte alls", "2", "3", "4", "i mycket hög grad")),
        (
            "Påståendena besvaras med stämmer helt, stämmer delvis eller stämmer inte.",
            ("stämmer helt", "stämmer delvis", "stämmer inte"),
        ),
        ("Svara med något av orden aldrig, ibland eller ofta.", ("aldrig", "ibland", "ofta")),
        ("Graderas: grönt = klart, gult = på gång, rött = inte påbörjat", ("klart", "på gång", "inte påbörjat")),
        ("Nivåer: A = saknas, B = påbörjat, C = klart", ("saknas", "påbörjat", "klart")),
    ],
)
def test_ends_in_a_bracket_and_words_in_a_sentence_are_scales(scale: str, steps: tuple[str, ...]) -> None:
    assert proposal(f"{scale}\n\n{NUMBERED}") == (STATEMENTS, steps)


@pytest.mark.parametrize("rings", [" 1 2 3 4", " (1-2-3-4)", "\n   1  2  3  4", " 1/2/3/4"])
def test_the_numbers_to_ring_in_are_no_part_of_a_statement(rings: str) -> None:
    body = "\n".join(f"{n}. {text}{rings}" for n, text in enumerate(STATEMENTS, 1))
    assert proposal(f"{body}\n\n1 = aldrig, 4 = alltid")[0] == STATEMENTS


@pytest.mark.parametrize("scale", ["😞 😐 🙂 😀", ":( :| :)", "Bedöm i procent (0–100 %):", "Ringa in: 1 2 3 4 5"])
def test_a_scale_without_words_is_told(scale: str) -> None:
    result = understood(f"Träff\n2026-11-05\n\n{scale}\n\n{NUMBERED}\n")
    assert not result.statements.items
    assert any("ser ut som en skala" in problem for problem in result.problems)


def test_levels_over_the_columns_of_a_table_are_the_scale() -> None:
    rows = [("Påstående", *FOUR), *((text, "", "x", "", "") for text in STATEMENTS)]
    body = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    assert proposal(body) == (STATEMENTS, FOUR)
    assert proposal(body.replace("aldrig", "Namn").replace("Påstående", "Kommun"))[0] == ()
