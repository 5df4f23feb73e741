"""Formulas mean what they mean in R: the terms agree with formulaic's, and what cannot be read is refused in words."""

from __future__ import annotations

import pytest
from formulaic.parser import DefaultFormulaParser

from spiral.engine.mixed import ModelError
from spiral.engine.mixed.formula import Formula
from tests.engine.refusals import refused


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
    ("formula", "code"),
    [
        ("y + x", "formula_without_outcome"),
        (" ~ x + (1 | g)", "formula_without_outcome"),
        ("y ~ x", "formula_without_group"),
        ("y ~ x + 1 | g", "random_part_outside_parentheses"),
        ("y ~ x + (1 | g", "parenthesis_not_closed"),
        ("y ~ x) + (1 | g)", "parenthesis_not_opened"),
        ("y ~ x + (x || g)", "double_bar"),
        ("y ~ x + (1 | a + b)", "groups_unreadable"),
        ("y ~ x + (0 | g)", "random_part_empty"),
        ("y ~ x + * z + (1 | g)", "formula_part_unreadable"),
        ("y ~ x / z + (1 | g)", "formula_part_misjoined"),
        ("y ~ x + 7 + (1 | g)", "formula_part_uncomputed"),
    ],
)
def test_what_cannot_be_read_is_refused_by_what_is_wrong(formula, code):
    with refused(ModelError, code):
        Formula.parse(formula)
