"""lme4's notation: ``merit9 ~ merit6 + kön + (1 | huvudman/enhet/årskull)``.

``*``, ``:``, ``**`` and ``- 1`` mean what they mean in R. The tests hold the terms against formulaic's; the engine
reads them itself, for importing formulaic (and with it pandas) costs 1.4 s and 55 MiB, more than most fits.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from .errors import ModelError
from .expressions import LONGEST, inside_call, parse, unparse

#: A factor is an expression over columns; a term is a product of factors, the empty product being the intercept.
Term = tuple[str, ...]


MOST_ORDER, MOST_TERMS = 6, 200


@dataclass(frozen=True, slots=True)
class Bar:
    """One random part: ``terms | columns``. ``slash`` tells that nesting was written with "/".

    ``many``: the columns are groups that one pupil belongs to at once, ``mm(…)``, with ``weights`` where written.
    """

    terms: tuple[Term, ...]
    columns: tuple[str, ...]
    slash: bool = False
    many: bool = False
    weights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula taken apart: the outcome's expression, the fixed terms, the random parts in the order written."""

    outcome: str
    fixed: tuple[Term, ...]
    bars: tuple[Bar, ...]

    @classmethod
    def parse(cls, text: str) -> Formula:
        """Read a formula. Raises ModelError with the part that could not be understood."""
        if len(text) > LONGEST:
            raise ModelError("formula_too_long", length=len(text), most=LONGEST)
        outcome, tilde, rest = text.partition("~")
        if not tilde or not outcome.strip():
            raise ModelError("formula_without_outcome", formula=text)
        fixed_text, bar_texts = _split_bars(rest)
        bars = tuple(bar for bar_text in bar_texts for bar in _parse_bar(bar_text))
        if not bars:
            raise ModelError("formula_without_group")
        return cls(outcome.strip(), _terms(fixed_text), bars)


def _split_bars(text: str) -> tuple[str, list[str]]:
    """Take the parenthesised parts that hold a bar out of the right-hand side."""
    bars, outside, depth, start, ticked = [], [], 0, 0, False
    for position, sign in enumerate(text):
        ticked ^= sign == "`"
        if ticked:
            continue
        if sign == "(":
            if depth == 0:
                opened = position
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth < 0:
                raise ModelError("parenthesis_not_opened")
            inside = text[opened + 1 : position]
            if depth == 0 and "|" in inside:
                outside.append(text[start:opened])
                bars.append(inside)
                start = position + 1
    if depth:
        raise ModelError("parenthesis_not_closed")
    outside.append(text[start:])
    fixed = re.sub(r"\+(\s*\+)+", "+", "".join(outside)).strip().strip("+").strip()
    if "|" in re.sub(r"`[^`]*`", "", fixed):
        raise ModelError("random_part_outside_parentheses")
    return fixed or "1", bars


def _parse_bar(text: str) -> list[Bar]:
    left, _, right = text.partition("|")
    if right.startswith("|"):
        raise ModelError("double_bar")
    terms = _terms(left)
    if not terms:
        raise ModelError("random_part_empty", part=text.strip())
    if right.strip().startswith("mm") and right.strip()[2:].lstrip().startswith("("):
        return [_parse_membership(terms, right, text.strip())]
    nested = [part.strip() for part in _split_outside_backticks(right, "/")]
    levels: list[Bar] = []
    outer: tuple[str, ...] = ()
    for part in nested:
        columns = tuple(piece.strip().strip("`") for piece in _split_outside_backticks(part.strip("() "), ":"))
        if not all(columns) or (":" not in part and re.search(r"[()+*]", re.sub(r"`[^`]*`", "", part))):
            raise ModelError("groups_unreadable", part=text.strip())
        outer = columns + outer
        levels.append(Bar(terms, outer, slash=len(nested) > 1))
    return levels


def _parse_membership(terms: tuple[Term, ...], right: str, part: str) -> Bar:
    """``mm(school1, school2, weights = w1 + w2)`` or, as brms writes it, ``weights = cbind(w1, w2)``."""
    names, _, said = (inside_call(right, "mm") or "").partition("=")
    if said:
        names, comma, keyword = names.rpartition(",")
        bound = inside_call(said, "cbind")
        said = said if bound is None else bound.replace(",", "+")
        if not comma or keyword.strip() != "weights":
            raise ModelError("membership_unreadable", part=part)
    columns = tuple(name.strip().strip("`") for name in _split_outside_backticks(names, ","))
    weights = tuple(name.strip() for name in _split_outside_backticks(said, "+")) if said else ()
    plain = [re.sub(r"`[^`]*`", "x", name.strip()) for name in _split_outside_backticks(names, ",")]
    if not all(re.fullmatch(r"[\w.]+", name) for name in plain) or len(set(columns)) != len(columns):
        raise ModelError("membership_unreadable", part=part)
    if len(columns) < 2 or (weights and len(weights) != len(columns)):
        raise ModelError("membership_unreadable", part=part)
    return Bar(terms, columns, many=True, weights=weights)


def _split_outside_backticks(text: str, sign: str) -> list[str]:
    return [
        part.replace("\0", sign) for part in re.sub(r"`[^`]*`", lambda m: m[0].replace(sign, "\0"), text).split(sign)
    ]


def _terms(text: str) -> tuple[Term, ...]:
    """The terms of a sum, lower orders first, the intercept (the empty term) unless it is taken away.

    Python's own grammar reads it: ":" becomes "**", which binds as tightly and cannot be meant as a power of a term.
    """
    inside = re.sub(r"\^", "**", _colons_as_powers(text))
    try:
        tree, names = parse(inside)
    except ModelError as problem:
        raise ModelError("formula_part_unreadable", part=text.strip()) from problem
    distinct: dict[frozenset[str], Term] = {}
    for term in [(), *_expand_node(tree, names, text)]:
        distinct.setdefault(frozenset(term), term)
    terms = [term for key, term in distinct.items() if not {_REMOVED} <= key and key | {_REMOVED} not in distinct]
    return tuple(sorted(terms, key=len))


#: Marks a term that is taken away: "- 1", "0 +", "- x".
_REMOVED = "-"


def _colons_as_powers(text: str) -> str:
    """ ":" outside backticks and outside calls as "**"."""
    out, depth, ticked = [], 0, False
    for position, sign in enumerate(text):
        ticked ^= sign == "`"
        if sign == "(" and not ticked:
            depth += bool(depth or re.search(r"[\w.]\s*$", text[:position]))
        elif sign == ")" and not ticked:
            depth -= bool(depth)
        out.append("**" if sign == ":" and not ticked and not depth else sign)
    return "".join(out)


def _distinct_terms(terms: list[Term]) -> list[Term]:
    """The terms, each once. Raises ModelError when products have made more than a model can have."""
    if len(terms) > MOST_TERMS**2 or len(unique := list(dict.fromkeys(terms))) > MOST_TERMS:
        raise ModelError("too_many_terms", most=MOST_TERMS)
    return unique


def _expand_node(node: ast.expr, names: dict[str, str], text: str) -> list[Term]:
    if isinstance(node, ast.Constant) and node.value in (0, 1):
        return [()] if node.value == 1 else [(_REMOVED,)]
    if isinstance(node, ast.Name | ast.Call):
        return [(unparse(node, names),)]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return [(*term, _REMOVED) for term in _expand_node(node.operand, names, text)]
    if not isinstance(node, ast.BinOp):
        raise ModelError("formula_part_uncomputed", part=text.strip())
    left = _expand_node(node.left, names, text)
    if isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant) and isinstance(node.right.value, int):
        if not 1 <= node.right.value <= MOST_ORDER:
            raise ModelError("power_out_of_range", part=text.strip(), most=MOST_ORDER)
        grown = left
        for _ in range(node.right.value - 1):
            grown = _distinct_terms([*grown, *_products(grown, left)])
        return grown
    right = _expand_node(node.right, names, text)
    match node.op:
        case ast.Add():
            return [*left, *right]
        case ast.Sub():
            return [*left, *((*term, _REMOVED) for term in right)]
        case ast.Mult():
            return _distinct_terms([*left, *right, *_products(left, right)])
        case ast.Pow():
            return _distinct_terms(_products(left, right))
    raise ModelError("formula_part_misjoined", part=text.strip())


def _products(left: list[Term], right: list[Term]) -> list[Term]:
    """Every product of a term to the left with one to the right; a factor counts once, and so does a set of factors."""
    products: dict[frozenset[str], Term] = {}
    for a in left:
        for b in right:
            product = tuple(dict.fromkeys([*a, *b]))
            products.setdefault(frozenset(product), product)
    return list(products.values())
