"""Whatever somebody signed in writes is logged, by a typed action; what is not logged stands here with its reason."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

from spiral.trust.audit.catalogue import Action
from spiral.trust.audit.kinds import Detail, Kind

SOURCE = Path(__file__).resolve().parent.parent / "src" / "spiral"
ROOMS = sorted(p.parent for p in SOURCE.rglob("apps.py"))
MODULES = [
    p
    for room in ROOMS
    for p in sorted(room.rglob("*.py"))
    if not {"tests", "migrations"} & set(p.parts) and p.parent.name != "audit"
]
#: Where rooms write.
WRITERS = [
    p
    for p in MODULES
    if p.parent.name == "actions" or p.stem.endswith("actions") or p.stem in ("intake", "address", "loading")
]
WRITES = {"create", "save", "delete", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}

#: Why a write is not in the log.
ANONYMOUS = "who answers, and when, is kept nowhere (decisions/0006, 0007, 0014)"
INSIDE = "a part of actions that are logged"
IN_THE_ROOM = (
    "a press in a meeting that goes on, many a minute; what comes of it stands in the meeting with who wrote it"
)
NOBODY = "the installation does it, no person"
UNLOGGED = {
    "anonymous.actions.draw_ticket": ANONYMOUS,
    "assessments.actions.draw_ticket_for_seat": ANONYMOUS,
    "assessments.actions.take_answer": ANONYMOUS,
    "assessments.loading.load_shipped_sets": NOBODY,
    "inquiries.actions.pencil.revise": INSIDE,
    "meetings.actions.gate.raise_versions": INSIDE,
    "meetings.actions.gate.touch_note": INSIDE,
    "meetings.actions.joining.come_as_guest": IN_THE_ROOM,
    "meetings.actions.joining.sit": IN_THE_ROOM,
    "meetings.actions.joining.sit_as_member": IN_THE_ROOM,
    "meetings.actions.leading.go_to": IN_THE_ROOM,
    "meetings.actions.leading.line_up": INSIDE,
    "meetings.actions.leading.make_groups": IN_THE_ROOM,
    "meetings.actions.leading.more_time": IN_THE_ROOM,
    "meetings.actions.leading.next_turn": IN_THE_ROOM,
    "meetings.actions.leading.pause": IN_THE_ROOM,
    "meetings.actions.leading.seat": INSIDE,
    "meetings.actions.leading.show": IN_THE_ROOM,
    "meetings.actions.rating.show_rating": "the room of ratings logs that it is shown",
    "meetings.actions.notes.mark_done": IN_THE_ROOM,
    "meetings.actions.notes.save_note": IN_THE_ROOM,
    "meetings.actions.notes.settle": IN_THE_ROOM,
    "meetings.actions.notes.take_pencil": IN_THE_ROOM,
    "meetings.actions.planning.mark_asked_again": NOBODY,
    "meetings.actions.planning.mark_invited": NOBODY,
    "meetings.actions.summing.mark_reminded": NOBODY,
    "meetings.actions.summing.mark_sent": INSIDE,
    "networks.actions.load_areas": NOBODY,
    "networks.actions.load_register": INSIDE,
    "people.address.set_address": INSIDE,
    "search.actions.index_everything": NOBODY,
    "search.actions.text_changed": INSIDE,
    "undo.actions.keep_overwritten": INSIDE,
    "undo.actions.forget_old": NOBODY,
    "undo.actions.remove": INSIDE,
    "undo.actions.restore": INSIDE,
    "voices.actions.boxes.put_in": ANONYMOUS,
    "voices.actions.boxes.put_out": INSIDE,
    "voices.actions.boxes.take_away": INSIDE,
    "voices.actions.collections.take_answer": ANONYMOUS,
    "voices.actions.days.add_pile": ANONYMOUS,
    "voices.actions.days.move_quotes": ANONYMOUS,
    "voices.actions.days.remove_pile": ANONYMOUS,
    "voices.actions.days.rename_pile": ANONYMOUS,
}


@cache
def _tree(path: Path) -> ast.Module:
    """A module as it is read; each once, for all the tests."""
    return ast.parse(path.read_text(encoding="utf-8"))


def _name(path: Path, function: str) -> str:
    room = next(parent for parent in path.parents if parent in ROOMS)
    where = path.relative_to(room.parent).with_suffix("").as_posix()
    return f"{where.replace('/', '.')}.{function}"


def _functions() -> dict[str, tuple[ast.FunctionDef, set[str]]]:
    """Every function of the writers, and the names that it calls."""
    found = {}
    for path in WRITERS:
        for node in _tree(path).body:
            if isinstance(node, ast.FunctionDef):
                calls = {
                    c.func.id if isinstance(c.func, ast.Name) else c.func.attr
                    for c in ast.walk(node)
                    if isinstance(c, ast.Call) and isinstance(c.func, ast.Name | ast.Attribute)
                }
                found[_name(path, node.name)] = (node, calls)
    return found


def _logs(
    app: str, calls: set[str], functions: dict[str, tuple[ast.FunctionDef, set[str]]], seen: frozenset[str]
) -> bool:
    """Whether one of the calls is to ``record``, or to a function of the same app that does, or of the kit under it."""
    if "record" in calls:
        return True
    apps_asked = (app, "anonymous")
    inner = [n for n in functions if n.split(".")[0] in apps_asked and n.rsplit(".", 1)[1] in calls and n not in seen]
    return any(_logs(n.split(".")[0], functions[n][1], functions, seen | {n}) for n in inner)


def _writers(functions: dict[str, tuple[ast.FunctionDef, set[str]]]) -> set[str]:
    return {
        name
        for name, (node, calls) in functions.items()
        if not node.name.startswith("_")
        and (calls & WRITES or any("atomic" in ast.unparse(d) for d in node.decorator_list))
    }


def test_every_action_that_writes_is_logged_or_says_why_not() -> None:
    functions = _functions()
    silent = {n for n in _writers(functions) if not _logs(n.split(".")[0], functions[n][1], functions, frozenset({n}))}
    assert silent == set(UNLOGGED)


#: What is logged without being told who does it.
KNOWN_BY_A_LETTER = {"people.address.change": "whoever opens the link of the letter is the person that it was sent to"}


def test_every_action_that_is_logged_is_told_who_does_it() -> None:
    """By name, so that it reads the same everywhere (the order of the others: test_house)."""
    functions = _functions()
    logged = _writers(functions) - set(UNLOGGED)
    silent = {n for n in logged if "by" not in [a.arg for a in functions[n][0].args.kwonlyargs]}
    assert silent == set(KNOWN_BY_A_LETTER)


def _most(body: list[ast.stmt], writes: set[str]) -> int:
    """The most calls of actions that one way through the statements makes; in a loop, two."""
    if not body:
        return 0
    first, rest = body[0], _most(body[1:], writes)
    if isinstance(first, ast.If):
        ways = [(b, _most(b, writes)) for b in (first.body, first.orelse)]
        return _calls(first.test, writes) + max(
            n if b and isinstance(b[-1], ast.Return | ast.Raise) else n + rest for b, n in ways
        )
    if isinstance(first, ast.For | ast.While):
        return 2 * _most(first.body, writes) + rest
    if isinstance(first, ast.With):
        return _most(first.body, writes) + rest
    if isinstance(first, ast.Try):
        return _most(first.body, writes) + max([_most(h.body, writes) for h in first.handlers], default=0) + rest
    return _calls(first, writes) + (0 if isinstance(first, ast.Return) else rest)


def _calls(node: ast.AST, writes: set[str]) -> int:
    return sum(
        isinstance(c, ast.Call) and isinstance(c.func, ast.Attribute) and ast.unparse(c.func) in writes
        for c in ast.walk(node)
    )


#: What a view does in two steps on purpose: each is whole by itself.
TWO_STEPS = {"voices.sorting._named": "what was moved beside a new pile is moved, also where the pile's name is taken"}


def test_no_view_writes_in_two_transactions() -> None:
    names = {n.rsplit(".", 1)[1] for n in _writers(_functions())}
    found, seen = set(), 0
    for path in set(MODULES) - set(WRITERS):
        if path.stem.startswith("demo") or "management" in path.parts:
            continue
        tree = _tree(path)
        imported = {
            a.asname or a.name
            for n in ast.walk(tree)
            if isinstance(n, ast.ImportFrom) and n.module
            for a in n.names
            if "actions" in n.module or a.name.endswith("actions")
        }
        writes = {f"{module}.{name}" for module in imported for name in names}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and (count := _most(node.body, writes)):
                seen += 1
                if count > 1:
                    found.add(_name(path, node.name))
    assert seen > 80
    assert found == set(TWO_STEPS)


def _is_typed(node: ast.expr, function: ast.FunctionDef) -> bool:
    """A member of the catalogue, a choice between two, or a name that holds one."""
    if isinstance(node, ast.IfExp):
        return _is_typed(node.body, function) and _is_typed(node.orelse, function)
    if isinstance(node, ast.Attribute):
        return (
            isinstance(node.value, ast.Name)
            and node.value.id in ("Action", "Logged")
            and node.attr in Action.__members__
        )
    if not isinstance(node, ast.Name):
        return False
    arguments = [*function.args.args, *function.args.kwonlyargs]
    if any(a.arg == node.id and a.annotation and ast.unparse(a.annotation) in ("Action", "Logged") for a in arguments):
        return True
    values = [
        n.value
        for n in ast.walk(function)
        if isinstance(n, ast.Assign) and any(isinstance(t, ast.Name) and t.id == node.id for t in n.targets)
    ]
    return bool(values) and all(_is_typed(v, function) for v in values)


def test_every_call_of_record_is_given_an_action_of_the_catalogue() -> None:
    calls, free = 0, []
    for path in MODULES:
        for function in ast.walk(_tree(path)):
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record":
                    calls += 1
                    if not _is_typed(node.args[0], function):
                        free.append(f"{path.name}: {ast.unparse(node)}")
    assert calls > 90
    assert free == []


@pytest.mark.parametrize("action", Action, ids=str)
def test_every_action_of_the_catalogue_is_used(action: Action) -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for p in MODULES)
    log = SOURCE / "trust" / "audit"
    for path in (log / "actions.py", log / "migrations" / "0002_typed_and_chained.py"):
        code += path.read_text(encoding="utf-8")
    assert any(f"{name}.{action.name}" in code for name in ("Action", "Logged")) or f'"{action.value}"' in code


def test_keys_are_english_fit_their_columns_and_are_of_the_room_that_they_are_named_after() -> None:
    assert [a for a in Action if a.name.split("_")[0].lower() != a.value.split(".")[0]] == []
    assert [a for a in (*Action, *Kind) if not a.value.isascii() or len(a.value) > 60] == []
    assert [a for a in Action if not str(a.sentence).strip()] == []
    tables = {m._meta.label_lower for m in apps.get_models()}
    assert set(Kind.values) - tables == {"results.figure", "installation", "demo.part", "pupils.batch"}
    assert {a.kind for a in Action} == set(Kind)
    assert {d for a in Action for d in a.details} == set(Detail.values)
