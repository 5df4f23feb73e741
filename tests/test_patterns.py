"""No pattern of ours can be made to work for seconds: each is timed against texts made to make it go back and try again."""

from __future__ import annotations

import ast
import importlib
import re
import time
from pathlib import Path

import pytest

import spiral

ROOT = Path(spiral.__file__).parent
CALLS = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
#: Texts are these repeated, and then something that does not belong.
REPEATED = (
    "a",
    "1",
    " ",
    ".",
    "-",
    "@",
    "+",
    "(",
    "[",
    "\n",
    "A",
    "0",
    ":",
    ",",
    "/",
    '"',
    "<",
    "_",
    "å",
    "|",
    "*",
    "#",
    "a1",
    "a ",
    "1 ",
    "1-",
    "1.",
    "a.",
    "a@",
    "Aa",
    "Aa ",
    ". ",
    "- ",
    "\n ",
    "a\n",
    "1\n",
    "@a",
    "@a.",
    "(1",
    "a-",
    "00 ",
    "12:",
    "'a",
    "a, ",
    "\n- ",
    "åk 9 ",
    "kl. ",
    "och ",
    "punkt ",
    "(at) ",
    "\t",
    "  \n",
    "\u00a0",
    "1\u00a0",
)


def _calls(tree: ast.AST) -> list[ast.Call]:
    return [
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.Call)
        and isinstance(n.func, ast.Attribute)
        and n.func.attr in CALLS
        and isinstance(n.func.value, ast.Name)
        and n.func.value.id == "re"
    ]


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern of the product, by where it stands."""
    rows: dict[str, re.Pattern[str]] = {}
    for path in sorted(ROOT.rglob("*.py")):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        where = path.relative_to(ROOT.parent)
        calls = _calls(ast.parse(path.read_text(encoding="utf-8")))
        if not calls:
            continue
        module = importlib.import_module(".".join(where.with_suffix("").parts).removesuffix(".__init__"))
        for name, value in vars(module).items():
            for n, one in enumerate(value if isinstance(value, tuple | list) else [value]):
                if isinstance(one, re.Pattern) and isinstance(one.pattern, str):
                    rows[f"{where}:{name}:{n}"] = one
        for call in calls:
            given = call.args[0]
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                rows.setdefault(f"{where}:{call.lineno}", re.compile(given.value))
    return {where: pattern for pattern, where in {p: w for w, p in reversed(rows.items())}.items()}


def _spent(pattern: re.Pattern[str], repeated: str, size: int) -> float:
    """Processor seconds to go through ``size`` signs of ``repeated`` and one that does not belong."""
    text = (repeated * (size // len(repeated) + 1))[:size] + "\x01"
    begun = time.process_time()
    for _match in pattern.finditer(text):
        pass
    return time.process_time() - begun


def slowest(pattern: re.Pattern[str], size: int, patience: float) -> tuple[float, str]:
    """Seconds of the worst text of ``size`` signs, and what it repeats.

    The texts that take longest at a hundredth of the size are tried at a tenth and in whole. Ends early where a tenth
    shows that the whole would take a hundred times as long.
    """
    texts = (*REPEATED, *re.findall(r"[^\W\d_]{2,}", pattern.pattern)[:5])
    worst = sorted(((_spent(pattern, t, max(2_000, size // 100)), t) for t in texts), reverse=True)[:4]
    found = (0.0, "")
    for _short, repeated in worst:
        tenth = min(_spent(pattern, repeated, size // 10) for _try in range(2))
        if tenth > patience / 4:
            return tenth * 100, repeated
        found = max(found, (_spent(pattern, repeated, size), repeated))
    return found


def check(size: int, patience: float) -> dict[str, tuple[float, str]]:
    found = patterns()
    assert len(found) > 20, "patterns are found"
    return {where: s for where, p in found.items() if (s := slowest(p, size, patience))[0] > patience}


@pytest.mark.slow
def test_every_pattern_is_quick_on_twenty_thousand_signs() -> None:
    assert check(20_000, 0.3) == {}


@pytest.mark.attack
@pytest.mark.long
def test_every_pattern_is_quick_on_a_megabyte() -> None:
    assert check(1_000_000, 6.0) == {}


@pytest.mark.slow
def test_a_pattern_that_goes_back_is_found() -> None:
    assert slowest(re.compile(r"[\w.+-]+\s*@"), 20_000, 0.3)[0] > 0.3
