"""Expressions of a formula (``log(merit6)``, ``I(x^2)``, ``poäng >= 8``) in Ibis's terms; nothing is run as code."""

from __future__ import annotations

import ast
import re
from keyword import iskeyword, kwlist
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from .errors import ModelError
from .kinds import as_float

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Characters of a formula or an expression.
LONGEST = 2_000
_FUNCTIONS = {"log": "ln", "log2": "log2", "log10": "log10", "exp": "exp", "sqrt": "sqrt", "abs": "abs"}
_OPERATORS: dict[type, str] = {
    ast.Add: "__add__",
    ast.Sub: "__sub__",
    ast.Mult: "__mul__",
    ast.Div: "__truediv__",
    ast.Pow: "__pow__",
    ast.Gt: "__gt__",
    ast.GtE: "__ge__",
    ast.Lt: "__lt__",
    ast.LtE: "__le__",
    ast.Eq: "__eq__",
    ast.NotEq: "__ne__",
}


#: A text in quotes, which is left as it is; a name in backticks; a word, maybe with dots in it (R's habit).
_WORDS = re.compile(r"""("[^"]*"|'[^']*')|`([^`]{0,200})`|(?<![\w.`])([^\W\d]\w*(?:\.\w+)*)""")
#: Words that Python keeps for itself but for its constants; a column may be called so.
_RESERVED = frozenset(kwlist) - {"True", "False", "None"}


def parse(expression: str) -> tuple[ast.expr, dict[str, str]]:
    """Syntax tree of an expression, and the real names behind the stand-ins for names Python cannot read."""
    names: dict[str, str] = {}

    def stand_in(match: re.Match[str]) -> str:
        text, ticked, word = match.groups()
        is_plain = word and "." not in word and word not in _RESERVED and normalize("NFKC", word) == word
        if text or is_plain:
            return match[0]
        names[f"_odd{len(names)}"] = word or ticked
        return f"_odd{len(names) - 1}"

    if len(expression) > LONGEST:
        raise ModelError("expression_too_long", most=LONGEST, start=expression[:40])
    text = _WORDS.sub(stand_in, expression).replace("^", "**")
    try:
        return ast.parse(text.strip(), mode="eval").body, names
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        raise ModelError("expression_unreadable", expression=expression) from problem


def inside_call(text: str, function: str) -> str | None:
    """What stands between the parentheses when the text is one call of ``function``; else None."""
    rest = text.strip().removeprefix(function).strip()
    is_call = text.strip().startswith(function) and rest.startswith("(") and rest.endswith(")")
    return rest[1:-1] if is_call else None


def quoted(name: str) -> str:
    """A column name as it is written in an expression: in backticks unless it is a plain word."""
    is_plain = name.isidentifier() and not iskeyword(name) and normalize("NFKC", name) == name
    return name if is_plain else f"`{name}`"


def unparse(node: ast.expr, names: dict[str, str]) -> str:
    """A syntax tree as an expression again, odd names back in their backticks and texts in double quotes, as in R."""
    text = re.sub(r"'([^'\"\\]*)'", r'"\1"', ast.unparse(node))
    return re.sub(r"\b_odd\d+\b", lambda match: quoted(names[match[0]]), text)


def columns_of(expression: str) -> list[str]:
    """The columns an expression reads, in the order they occur."""
    tree, names = parse(expression)
    columns: list[str] = []

    def walk(node: ast.AST) -> None:
        name = _column_name(node, names) if isinstance(node, ast.expr) else None
        if name is not None:
            columns.append(name)
        elif isinstance(node, ast.Call):
            for argument in node.args[:1] if _function_name(node) in ("C", "relevel") else node.args:
                walk(argument)
        else:
            for child in ast.iter_child_nodes(node):
                walk(child)

    walk(tree)
    return list(dict.fromkeys(columns))


def base_of(expression: str) -> tuple[str, bool, str | None]:
    """(expression inside, forced to be a category?, stated base category or None) of ``C(…)`` and ``relevel(…)``."""
    tree, names = parse(expression)
    if not isinstance(tree, ast.Call) or _function_name(tree) not in ("C", "relevel"):
        return expression, False, None
    inside = _column_name(tree.args[0], names) if tree.args else None
    if inside is None:
        raise ModelError("category_misspelt", expression=expression)
    extra: list[ast.expr] = [*tree.args[1:], *(keyword.value for keyword in tree.keywords)]
    while extra and isinstance(extra[0], ast.Call):
        extra = [*extra[0].args, *(keyword.value for keyword in extra[0].keywords)]
    base = extra[0].value if extra and isinstance(extra[0], ast.Constant) else None
    if extra and base is None:
        raise ModelError("category_base_misspelt", expression=expression)
    return quoted(inside), True, None if base is None else str(base)


def display_name(expression: str) -> str:
    """An expression as R prints it in a column's name: no backticks, no blanks around the power sign."""
    return re.sub(r"\s{0,40}(\^|\*\*)\s{0,40}", "^", expression.replace("`", ""))


def outcome_name(outcome: str, weights: str) -> str:
    """The outcome as it was written: a share of trials, ``(a) / ((a) + (b))`` weighed by ``(a) + (b)``, as cbind."""
    share = f") / ({weights})"
    if weights and outcome.endswith(share):
        successes = outcome.removesuffix(share)[1:]
        failures = weights.removeprefix(f"({successes}) + (")
        if failures != weights:
            return display_name(f"cbind({successes}, {failures[:-1]})")
    return display_name(outcome)


def translate(expression: str, table: ir.Table) -> ir.Value:
    """The Ibis expression over ``table``; raises ModelError for unknown columns and functions."""
    import ibis

    tree, names = parse(expression)
    value = _translate_node(tree, names, table, expression)
    return value if hasattr(value, "cast") else ibis.literal(value)


def check_columns(expression: str, available: tuple[str, ...]) -> None:
    """Raises ModelError, with the columns there are, for an expression that reads a column the data do not have, and
    for R's other word for a category."""
    if named := re.fullmatch(r"(?:`as\.factor`|as\.factor|factor)\((.+)\)", expression):
        raise ModelError("factor_named_otherwise", expression=display_name(expression), inside=named[1])
    for name in columns_of(expression):
        if name not in available:
            near = [other for other in available if other.casefold() == name.casefold()]
            if near:
                raise ModelError("column_misspelt", column=name, near=near[0])
            raise ModelError("column_unknown", column=name, columns=sorted(available))


def _column_name(node: ast.expr, names: dict[str, str]) -> str | None:
    return names.get(node.id, node.id) if isinstance(node, ast.Name) else None


def _function_name(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _as_operand(value: Any) -> Any:
    """Whole numbers as float64: a database counts with small ones in their own kind, and stops where 200 · 150 is too
    large for it."""
    return value.cast("float64") if hasattr(value, "type") and value.type().is_integer() else value


def _translate_node(node: ast.expr, names: dict[str, str], table: ir.Table, whole: str) -> Any:
    name = _column_name(node, names)
    if name is not None:
        check_columns(f"`{name}`", tuple(table.columns))
        return table[name]
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float | str):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_as_operand(_translate_node(node.operand, names, table, whole))
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        left, right = (_as_operand(_translate_node(side, names, table, whole)) for side in (node.left, node.right))
        if isinstance(left, int | float) and not isinstance(right, int | float):
            import ibis

            left = ibis.literal(left)
        return getattr(left, _OPERATORS[type(node.op)])(right)
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _OPERATORS:
        left, right = (
            _translate_node(node.left, names, table, whole),
            _translate_node(node.comparators[0], names, table, whole),
        )
        return getattr(left, _OPERATORS[type(node.ops[0])])(right)
    if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
        if _function_name(node) == "I":
            return _translate_node(node.args[0], names, table, whole)
        if _function_name(node) == "missing":
            return _translate_node(node.args[0], names, table, whole).isnull()
        if _function_name(node) in _FUNCTIONS:
            inside = as_float(_translate_node(node.args[0], names, table, whole))
            return getattr(inside, _FUNCTIONS[_function_name(node)])()
    raise ModelError("expression_not_computable", expression=whole, functions=[*_FUNCTIONS, "I", "C"])
