"""Every code of the engine has a sentence in both languages, and no sentence stands in the engine itself."""

from __future__ import annotations

import ast
import re
import string
from functools import cache
from pathlib import Path

import pytest

import spiral.engine
from spiral.engine.disclosure import RefusalReason
from spiral.engine.message import EngineError, Message
from spiral.engine.mixed import ModelError
from spiral.engine.mixed.spec import _PARTS
from spiral.exchange.wording import SENTENCES, sentence
from spiral.exchange.wording.results import _TEXT as RESULTS
from spiral.exchange.wording.results import mask, say
from spiral.ground.phrases import EMPHASIS, MASKS

ENGINE = Path(spiral.engine.__file__).parent
ERRORS = {"EngineError", "ModelError", "ConvergenceError", "TableError"}
#: Words that are data or formats, not sentences: file → what they are.
SWEDISH = {
    "swedish.py": "stop words and letters of the language itself",
    "disclosure/skolverket.py": "column headings of Skolverket's files",
    "figures.py": "SMALL_LEAF, the name of groups put together, which travels in files",
}


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    return tuple(
        (path.relative_to(ENGINE).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(ENGINE.rglob("*.py"))
    )


def stated() -> list[tuple[str, str, frozenset[str]]]:
    """(where, code, fields) of every error and message that states its code as it is."""
    calls = []
    for name, tree in modules():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            called = ast.unparse(node.func)
            if called in ERRORS or called == "Message.of":
                fields = frozenset(word.arg for word in node.keywords if word.arg)
                calls.append((f"{name}:{node.lineno}", node.args[0].value, fields))
    return calls


def composed() -> set[str]:
    """Codes that are put together: a refusal's, a difference's, a part's."""
    tree = dict(modules())["mixed/spec_document.py"]
    helpers = {"_require", "_text", "_items", "_terms", "_constants"}
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func) in helpers]
    parts = {n.args[-1].value for n in calls if isinstance(n.args[-1], ast.Constant)} | {"categories"}
    return (
        {f"refused_{because.value}" for because in RefusalReason}
        | {f"{part}_differ" for part in _PARTS}
        | {f"part_{part}" for part in parts}
    )


def words() -> set[str]:
    """Every text in the engine: a code that is chosen first and used afterwards is one of them."""
    return {
        n.value for _, tree in modules() for n in ast.walk(tree) if isinstance(n, ast.Constant) and type(n.value) is str
    }


def fields_of(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    codes = {code for _, code, _ in stated()}
    assert len(codes) > 90
    assert sorted((codes | composed()) - set(SENTENCES)) == []
    assert sorted(set(SENTENCES) - words() - composed()) == []


def test_no_sentence_has_a_field_that_its_error_does_not_carry() -> None:
    lacking = [
        (where, code, language, sorted(fields_of(template) - fields))
        for where, code, fields in stated()
        for language, template in zip(("sv", "en"), SENTENCES[code], strict=True)
        if fields_of(template) - fields
    ]
    assert lacking == []


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_says_the_same_in_both_languages(code: str) -> None:
    fields = {name: name.upper() for name in fields_of(SENTENCES[code][0])}
    swedish, english = (sentence(Message(code, fields), language) for language in ("sv", "en"))
    assert sorted(re.findall(r"\b[A-Z_]{3,}\b", swedish)) == sorted(re.findall(r"\b[A-Z_]{3,}\b", english))
    assert swedish != english
    assert not re.search("[åäö]", english)


def test_no_sentence_stands_in_the_engine() -> None:
    swedish = set()
    for name, tree in modules():
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and isinstance(node.body[0], ast.Expr)
        }
        swedish |= {
            name
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and type(node.value) is str and id(node) not in docstrings
            if re.search("[åäöÅÄÖ]", node.value)
        }
    assert swedish == set(SWEDISH)


def test_nothing_in_the_engine_but_how_a_number_is_written_knows_of_a_language() -> None:
    knowing = {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if getattr(node, "id", getattr(node, "arg", None)) in ("Language", "language")
    }
    assert knowing == {"numbers.py"}


def test_a_stack_trace_names_the_column() -> None:
    error = ModelError("collinear", column="dubbel", others=["prov"])
    assert str(error) == "collinear (column='dubbel', others=['prov'])"
    assert sentence(error) == "dubbel följer helt av prov (kollinearitet). Ta bort en av dem."
    assert sentence(error, "en") == "dubbel follows wholly from prov (collinearity). Take one of them away."


def test_a_message_within_an_error_is_said_within_its_sentence() -> None:
    error = EngineError("statistics_inconsistent", fault=Message.of("sums_are_not_total"))
    assert str(error) == "statistics_inconsistent (fault=sums_are_not_total)"
    assert sentence(error) == (
        "Statistiken går inte ihop: gruppernas summor är inte totalen. Samla om statistiken med spiral moments."
    )


def test_a_long_list_is_cut_short_in_both_languages() -> None:
    error = ModelError("collinear", column="k", others=list("abcdefg"))
    assert sentence(error).startswith("k följer helt av a, b, c, d, e och 2 till (")
    assert sentence(error, "en").startswith("k follows wholly from a, b, c, d, e and 2 more (")


def test_braces_in_somebodys_column_are_only_text() -> None:
    assert sentence(ModelError("column_constant", column="{hint}")).startswith("{hint} är konstant")


def test_results_have_the_same_sentences_and_masks_in_both_languages() -> None:
    assert RESULTS["sv"].keys() == RESULTS["en"].keys()
    assert MASKS["sv"].keys() == MASKS["en"].keys()
    assert all(mask(state, "en") != mask(state, "sv") for state in MASKS["sv"])
    assert say("flat", "en", earlier="2024") == "That is unchanged since 2024."


def test_what_is_set_in_bold_is_said_somewhere() -> None:
    for language, phrases in EMPHASIS.items():
        said = " ".join(RESULTS[language].values())
        assert [phrase for phrase in phrases if phrase not in said] == []


#: Where “ stands for itself and not as a quote of Swedish: what a pattern or an alphabet lists.
LISTED_SIGNS = {"sources/minutes/attendance.py", "sources/minutes/scales.py", "documents/pdf.py"}
#: Sentences stand there in both languages, one after the other.
BOTH_LANGUAGES = "exchange/wording/"
SWEDISH_LETTERS = re.compile(r"[åäöÅÄÖ]|\b(?:och|är|inget|inte|kan|saknas|med)\b")


def test_no_swedish_text_quotes_as_english_does() -> None:
    root = ENGINE.parent
    wrong = []
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if "/tests/" in name or name in LISTED_SIGNS or "“" not in (text := path.read_text(encoding="utf-8")):
            continue
        parsed = ast.parse(text)
        docstrings = {id(n.value) for n in ast.walk(parsed) if isinstance(n, ast.Expr)}
        for n in ast.walk(parsed):
            if not (isinstance(n, ast.Constant) and isinstance(n.value, str) and "“" in n.value):
                continue
            is_english = name.startswith(BOTH_LANGUAGES) and not SWEDISH_LETTERS.search(n.value)
            if id(n) not in docstrings and not is_english:
                wrong.append(f"{name}:{n.lineno}")
    templates = [p for p in root.rglob("*.html") if "“" in p.read_text(encoding="utf-8")]
    assert wrong + [str(p) for p in templates] == []


#: What is written for a program there, JSON or a column's name.
FOR_PROGRAMS = {"sources/snapshot/predictions.py", "sources/tables/column_kinds.py"}


def test_no_swedish_message_quotes_with_straight_signs() -> None:
    """What is to be written in a file of settings (``inner = ["…"]``) or to a command keeps the signs it is written with."""
    root = ENGINE.parent
    wrong = []
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if "/tests/" in name or name in FOR_PROGRAMS or "f'" not in (text := path.read_text(encoding="utf-8")):
            continue
        for n in ast.walk(ast.parse(text)):
            if not isinstance(n, ast.JoinedStr):
                continue
            texts = [part.value if isinstance(part, ast.Constant) else None for part in n.values]
            is_said = name.startswith(("sources/", "commands/"))
            is_swedish = is_said or any(SWEDISH_LETTERS.search(str(part)) for part in texts if part)
            for before, after in zip(texts, texts[2:], strict=False):
                is_quoted = str(before or "").endswith('"') and str(after or "").startswith('"')
                if is_swedish and is_quoted and not re.search(r'<|--|(?:\[|=) ?"$', str(before)):
                    wrong.append(f"{name}:{n.lineno}")
    assert wrong == []
