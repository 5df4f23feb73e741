"""The house is as its map says."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from tests.house import MODULES, PYTHON, ROOT, SOURCE, tree

#: Every room and every floor: what has a folder and a sentence of its own.
ROOMS = sorted(p.parent.relative_to(SOURCE).as_posix() for p in SOURCE.rglob("apps.py"))
FLOORS = sorted(p.name for p in SOURCE.iterdir() if (p / "__init__.py").is_file())
LONGEST = 300
FORBIDDEN = {"utils", "helpers", "common", "services", "manager", "misc"}


def test_every_path_in_the_map_exists() -> None:
    paths = re.findall(
        r"`((?:src|bin|benchmarks|e2e|tests|docs)/[^`]*)`", (ROOT / "MAP.md").read_text(encoding="utf-8")
    )
    assert len(paths) > 30
    assert [p for p in paths if not (ROOT / p).exists()] == []


@pytest.mark.parametrize("room", sorted({*ROOMS, *FLOORS}))
def test_every_floor_and_room_has_a_row_in_the_map_and_a_sentence_of_its_own(room: str) -> None:
    assert f"`src/spiral/{room}/`" in (ROOT / "MAP.md").read_text(encoding="utf-8")
    assert (SOURCE / room / "__init__.py").read_text(encoding="utf-8").strip().startswith('"""')


def test_the_words_of_the_loop_are_the_folders_of_its_rooms() -> None:
    words = ("see", "understand", "learn", "act")
    assert {w: sorted(r.split("/")[1] for r in ROOMS if r.startswith(f"{w}/")) for w in words} == {
        "see": ["indicators", "pupils", "releases", "results"],
        "understand": ["inquiries", "voices"],
        "learn": ["assessments", "circles", "examples", "needs"],
        "act": ["assignments", "events", "meetings"],
    }


def test_every_path_in_the_contributors_page_exists() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = [p for p in re.findall(r"`((?:src|bin|e2e|tests)/[^`]*)`", text) if "NAME" not in p]
    assert [p for p in paths if not (ROOT / p).exists()] == []


def test_every_page_that_a_decision_cites_is_in_the_repository() -> None:
    cited = {
        (p.name, page)
        for p in (ROOT / "decisions").glob("*.md")
        for page in re.findall(r"[\w./-]+\.md\b", p.read_text(encoding="utf-8"))
    }
    assert len(cited) > 1
    assert {(where, page) for where, page in cited if not (ROOT / page).is_file()} == set()


def test_every_script_is_checked_for_style_and_types() -> None:
    """They have no ending, so that neither tool finds them by itself."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    scripts = {p.relative_to(ROOT).as_posix() for p in PYTHON if p.parent == ROOT / "bin"}
    assert len(scripts) > 2
    assert (scripts - {*tools["ruff"]["extend-include"]}, scripts - {*tools["mypy"]["files"]}) == (set(), set())


def test_every_test_in_the_list_of_what_is_tested_exists() -> None:
    listed = re.findall(r"`((?:src|benchmarks|tests)/[^`]*)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    assert len(listed) > 20
    assert [p for p in listed if not (ROOT / p).exists()] == []


def test_whoever_asks_is_a_viewer_and_what_is_asked_about_has_a_type() -> None:
    """No parameter that says who, and none that is somebody's thing, is only an object (decisions/0021)."""
    named = r"\b(viewer|by|reader|leader|who|person|user|found|meeting)"
    loose = [
        f"{p.relative_to(SOURCE)}: {m[0]}"
        for p in MODULES
        for m in re.finditer(named + r": object\b", p.read_text(encoding="utf-8"))
    ]
    assert loose == []


def test_the_person_of_a_request_is_read_where_the_viewer_is_made() -> None:
    """Everything else asks ``request.viewer``."""
    reads = {
        p.relative_to(SOURCE).as_posix()
        for p in [*MODULES, *SOURCE.rglob("*.html")]
        if re.search(r"request(\"\])?\.user\b", p.read_text(encoding="utf-8"))
    }
    assert reads == {"ground/middleware.py", "trust/access/requests.py"}


def test_no_drawer_and_no_giant_file() -> None:
    assert {"manage.py", "test_house.py", "map"} <= {p.name for p in PYTHON}
    assert [p for p in PYTHON if p.stem in FORBIDDEN] == []
    lines = {p.relative_to(ROOT).as_posix(): len(p.read_text(encoding="utf-8").splitlines()) for p in PYTHON}
    assert {path: n for path, n in lines.items() if n > LONGEST} == {}


def test_every_module_says_what_it_is() -> None:
    silent = [
        p.relative_to(SOURCE).as_posix()
        for p in MODULES
        if "tests" not in p.parts
        and p.name not in {"apps.py", "urls.py", "__init__.py"}
        and not p.read_text(encoding="utf-8").startswith(('"""', "#!", '#!"""'))
    ]
    assert silent == []


def test_no_page_has_inline_script_or_style() -> None:
    for template in SOURCE.rglob("*.html"):
        text = re.sub(
            r'<script src="{% static \'[\w/.-]+\' %}" defer></script>', "", template.read_text(encoding="utf-8")
        )
        assert not re.search(r"<script|\sstyle=|\son\w+=", text), template


def test_lock_files_name_no_registry() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        assert "http" not in re.sub(r"httpx|httpcore|http-", "", lock.read_text(encoding="utf-8")).lower().replace(
            "httptools", ""
        )


def test_every_dependency_says_why() -> None:
    block = (
        (ROOT / "pyproject.toml")
        .read_text(encoding="utf-8")
        .split("dependencies = [")[1]
        .split("\n[project.scripts]")[0]
    )
    lines = [line for line in block.splitlines() if line.strip().startswith('"')]
    assert [line for line in lines if "#" not in line] == []


def test_what_a_place_is_is_asked_of_it_and_never_counted_out() -> None:
    by_hand = re.compile(r"len\((?:\w+\.)*(?:place|code|municipality|unit|owner)\) *[!=]= *\d|[\"']0000[\"']")
    wrong = {
        p.relative_to(SOURCE).as_posix()
        for p in MODULES
        if not {"tests", "migrations"} & set(p.parts) and by_hand.search(p.read_text(encoding="utf-8"))
    }
    assert wrong == {"engine/place.py"}


def test_the_formatter_shapes_every_line() -> None:
    assert [p.name for p in MODULES if re.search(r"# fmt: (?:skip|off)", p.read_text(encoding="utf-8"))] == []


#: Words that say that something was found, told, kept or made, and not what it is.
NAMELESS = {"found", "told", "kept", "made"}


def _names(tree: ast.AST) -> set[tuple[int, str]]:
    """Every variable, parameter and field, with its line."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add((node.lineno, node.id))
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            names.add((node.lineno, node.attr))
        elif isinstance(node, ast.arg):
            names.add((node.lineno, node.arg))
        elif isinstance(node, ast.alias) and node.asname:
            names.add((node.lineno, node.asname))
    return names


def test_a_thing_is_called_by_its_noun() -> None:
    nameless = []
    for path in MODULES:
        names = _names(tree(path))
        nameless += [f"{path.relative_to(SOURCE)}:{n} {name}" for n, name in sorted(names) if name in NAMELESS]
    assert nameless == []


#: Names of classes that mean something in more than one place, each with its reason.
TWO_MEANINGS = {
    "Action": "an action that is logged; an inquiry's action, which is tried",
    "Command": "Django's name for a command of manage.py",
    "Config": "Django's name for an app",
    "Count": "how many chose, in the own table of each kind of anonymous collection",
    "Event": "an event of the log; something that people come to",
    "Indicator": "what a source says of its measure; the same with what was reviewed",
    "Peer": "a similar place as the engine finds it; the same as a source says it",
    "Point": "a point of an assignment; a point of a drawn curve",
    "Receipt": "an anonymous collection's receipt, and each room's table of them",
    "Sheet": "a sheet of an exported workbook; a municipality's side of the needs map",
    "Ticket": "an anonymous collection's ticket, and each room's table of them",
}


def test_one_name_is_one_kind_of_thing() -> None:
    """Of every class of a module; one within a model is said together with it, as ``Hunch.Outcome``."""
    places: dict[str, list[str]] = {}
    for path in MODULES:
        if {"tests", "migrations"} & set(path.parts):
            continue
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(path.relative_to(SOURCE).as_posix())
    twice = {name: paths for name, paths in places.items() if len(paths) > 1}
    assert {name: paths for name, paths in twice.items() if name not in TWO_MEANINGS} == {}
    assert set(TWO_MEANINGS) - set(twice) == set(), "a reason that is no longer needed"


def _actions() -> list[tuple[str, ast.FunctionDef]]:
    """Every public function of a module of actions."""
    modules = [
        p for p in MODULES if "tests" not in p.parts and (p.parent.name == "actions" or p.stem.endswith("actions"))
    ]
    return [
        (f"{path.relative_to(SOURCE)}:{node.lineno} {node.name}", node)
        for path in modules
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def _asks(argument: ast.arg) -> bool:
    """Whether the argument says who asks."""
    return argument.arg == "by" or (argument.annotation is not None and "Viewer" in ast.unparse(argument.annotation))


def _defaults(node: ast.FunctionDef) -> list[tuple[ast.arg, ast.expr]]:
    """What may be left out of what is said by place, and what it then is."""
    places = [*node.args.posonlyargs, *node.args.args]
    return list(zip(reversed(places), reversed(node.args.defaults), strict=False))


def test_actions_take_their_arguments_in_one_order() -> None:
    """The thing, its content, the revision it was read at (that none is needed is said, never left out); then by name
    who does it, and last what else may be said."""
    actions = _actions()
    wrong = []
    for where, node in actions:
        places, names = [*node.args.posonlyargs, *node.args.args], node.args.kwonlyargs
        if any(a.arg == "by" for a in places) or [a.arg for a in names if _asks(a)] not in ([], ["by"]):
            wrong.append(f"{where}: who does it is said by name, as by")
        if any(_asks(a) for a in names[1:]):
            wrong.append(f"{where}: by comes before what else may be said by name")
        if any(a.annotation is not None and ast.unparse(a.annotation) == "bool" for a in places):
            wrong.append(f"{where}: yes or no is said by name")
        if any(a.arg == "revision" for a in [*places[:-1], *names]):
            wrong.append(f"{where}: the revision stands last of what is said by place")
        if any(a.arg == "revision" and ast.unparse(value) == "None" for a, value in _defaults(node)):
            wrong.append(f"{where}: without a revision whoever saves last wins")
    assert wrong == []
    assert sum(any(a.arg == "by" for a in node.args.kwonlyargs) for _where, node in actions) > 100
