"""Every template is one element a line, and no line is longer than an editor shows."""

from __future__ import annotations

import ast
import re

from django.template import Context, Template

from tests.house import MODULES, SOURCE, tree

#: What is filled in and sent or drawn: pages, letters, calendars, and the report that Typst sets.
TEMPLATES = sorted(p for p in {*SOURCE.rglob("templates/**/*"), *SOURCE.rglob("*.typ")} if p.is_file())
LONGEST = 120
#: Elements that are a block of their own; two of them on one line are two things on one line.
BLOCKS = re.compile(r"<(?:section|header|footer|nav|main|aside|article|div|p|ul|ol|li|dl|form|table|tr|h[1-6])\b")


def test_no_line_of_a_template_is_longer_than_an_editor_shows() -> None:
    assert len(TEMPLATES) > 150
    long = [
        f"{path.relative_to(SOURCE)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert long == []


def test_one_element_a_line() -> None:
    crowded = [
        f"{path.relative_to(SOURCE)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(BLOCKS.findall(line)) > 1
    ]
    assert crowded == []


#: Classes that no style sheet draws: what tests and scripts look for.
HOOKS = {"sheet", "a3", "a4"}


def classes_of_style_sheets() -> set[str]:
    """Every class that a style sheet draws."""
    drawn = set()
    for path in SOURCE.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", path.read_text("utf-8"), flags=re.S)
        for selector in re.findall(r"([^{}]+)\{", text):
            drawn |= set(re.findall(r"\.([a-zA-Z][\w-]*)", selector))
    return drawn


def classes_of_templates() -> dict[str, str]:
    """Every class that a template writes out, and one that does."""
    written = {}
    for path in (p for p in TEMPLATES if p.suffix == ".html"):
        for told in re.findall(r'\bclass="((?:\{%.*?%\}|\{\{.*?\}\}|[^"{])*)"', path.read_text("utf-8"), re.S):
            for name in re.sub(r"[\w-]*\{\{.*?\}\}|\{%.*?%\}", " ", told).split():
                written[name] = path.name
    return written


#: Classes whose names are put together where they are used: what they look like → where.
COMPOSED = {
    r"swatch-[\w-]+": "ground/templates/ground/style.html",
    r"phase-\w+-ring": "documents/svg/spiral.py",
    r"timer-\w+": "act/meetings/templates/meetings/timer.html",
    r"depth-\d": "act/meetings/templates/meetings/screen/poster.html",
    r"n[1-4]": "documents/svg/distribution.py",
}


def classes_of_code() -> set[str]:
    """Every class that Python or a script writes: what draws charts and signs, attributes of fields, kinds of paper."""
    written: set[str] = set()
    for path in MODULES:
        if {"svg", "templatetags", "pages"} & {*path.parts} or path.stem.startswith(("forms", "markup", "screen")):
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    told = re.findall(r'class="([^"]*)', node.value) or [node.value]
                    written |= {name for text in told if re.fullmatch(r"[a-z0-9 -]*", text) for name in text.split()}
    for path in SOURCE.rglob("*.js"):
        for text in re.findall(r"""["'`]([a-z0-9 -]+)["'`]""", path.read_text("utf-8")):
            written |= set(text.split())
    return written


def test_every_class_of_a_style_sheet_stands_in_something_that_is_drawn() -> None:
    blocks = {
        name
        for path in TEMPLATES
        for told in re.findall(r"{% block width %}([\w -]+){%", path.read_text("utf-8"))
        for name in told.split()
    }
    left = classes_of_style_sheets() - set(classes_of_templates()) - classes_of_code() - blocks
    composed = {name: pattern for name in left for pattern in COMPOSED if re.fullmatch(pattern, name)}
    assert left - composed.keys() == set()
    assert set(composed.values()) == set(COMPOSED), "nothing is put together so any more"
    assert [where for where in COMPOSED.values() if not (SOURCE / where).is_file()] == []


def test_every_class_of_a_template_is_drawn_by_a_style_sheet() -> None:
    drawn = classes_of_style_sheets() | HOOKS
    assert len(drawn) > 250
    assert {name: where for name, where in classes_of_templates().items() if name not in drawn} == {}


def test_classes_and_tokens_are_english() -> None:
    """The words that they were before, and signs that no English word has."""
    old = {
        "avsnitt",
        "bi",
        "dov",
        "falt",
        "forst",
        "huvud",
        "inmat",
        "knapp",
        "lista",
        "luft",
        "nasta",
        "tyst",
        "upplysning",
    }
    names = classes_of_style_sheets() | set(classes_of_templates())
    for path in SOURCE.rglob("*.css"):
        names |= set(re.findall(r"--([\w-]+)\s*:", path.read_text("utf-8")))
    assert {n for n in names if not n.isascii() or set(n.split("-")) & old} == set()


def test_a_sentence_of_parts_has_no_space_before_its_punctuation() -> None:
    sentence = Template(
        """{% load spiral %}{% sentence %}
          {{ first }}
          {% if second %}, {{ second }}{% endif %}
          (
          {% for n in numbers %}
            <b>{{ n }}</b>{% if not forloop.last %}, {% endif %}
          {% endfor %}
          )
          {% if third %}. {{ third }}{% endif %}
          .
        {% endsentence %}"""
    )
    told = sentence.render(Context({"first": "A & B , C", "second": "d", "numbers": [1, 2], "third": ""}))
    assert " ".join(told.split()) == "A &amp; B , C, d (<b>1</b>, <b>2</b>)."
