"""Formulas mean what they mean in R: the terms agree with formulaic's, and what cannot be read is refused in words."""

from __future__ import annotations

import pytest
from formulaic.parser import DefaultFormulaParser

from spiral.engine.mixed import ModelError
from spiral.engine.mixed.formula import Formula


@pytest.mark.parametrize(
    "fixed",
    [
        "1",
        "a",
        "a + b",
        "a * b",
        "a:b",
        "a*b*c",
        "(a + b)**2",
        "(a + b + c)**2",
        "a*b:c",
        "a - 1",
        "0 + a",
        "-1 + a:b",
        "a:b:c",
        "a + b + a:b - a",
        "log(a)*b",
        "I(a^2) + b",
        "`två ord` + åäö",
        "merit.6*b",
        "(a + b):c",
        "a + a",
        "b:a + a:b",
        "(a+b+c)**3 - a:b",
        "a*b - b",
        "`a:b` + c",
    ],
)
def test_terms_agree_with_formulaics(fixed):
    def plain(factor: str) -> str:
        return factor.replace("`", "").replace("**", "^").replace(" ", "")

    theirs = [
        frozenset(plain(factor.expr) for factor in term.factors if factor.expr != "1")
        for term in DefaultFormulaParser().get_terms(fixed)
    ]
    ours = [frozenset(plain(factor) for factor in term) for term in Formula.parse(f"y ~ {fixed} + (1 | g)").fixed]
    assert sorted(ours, key=sorted) == sorted(theirs, key=sorted)


def test_nesting_is_written_out_as_lme4_names_it():
    bars = Formula.parse("y ~ x + (1 | huvudman/enhet/årskull)").bars
    assert [bar.columns for bar in bars] == [("huvudman",), ("enhet", "huvudman"), ("årskull", "enhet", "huvudman")]


def test_random_parts_keep_their_terms_and_leave_the_fixed_part_whole():
    formula = Formula.parse("y ~ x + (1 | a) + kön + (x | a:b) + z")
    assert formula.fixed == ((), ("x",), ("kön",), ("z",))
    assert [(bar.terms, bar.columns) for bar in formula.bars] == [(((),), ("a",)), (((), ("x",)), ("a", "b"))]


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("y + x", "saknar utfall"),
        (" ~ x + (1 | g)", "saknar utfall"),
        ("y ~ x", "ingen grupp"),
        ("y ~ x + 1 | g", "inom parentes"),
        ("y ~ x + (1 | g", "högerparentes"),
        ("y ~ x) + (1 | g)", "högerparentes för mycket"),
        ("y ~ x + (x || g)", "Dubbelt streck"),
        ("y ~ x + (1 | a + b)", "Grupperna"),
        ("y ~ x + (0 | g)", "är tom"),
        ("y ~ x + * z + (1 | g)", "går inte att läsa"),
        ("y ~ x / z + (1 | g)", "bara + - * : och **"),
        ("y ~ x + 7 + (1 | g)", "I(x + 1)"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(formula, words):
    with pytest.raises(
        ModelError, match=words.replace("(", r"\(").replace("+", r"\+").replace("*", r"\*").replace(")", r"\)")
    ):
        Formula.parse(formula)
