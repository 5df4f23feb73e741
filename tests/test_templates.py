"""Every template is one element a line, and no line is longer than an editor shows."""

from __future__ import annotations

import re
from pathlib import Path

from django.template import Context, Template

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "spiral"
#: Being written anew as one kit; this line goes with the old ones.
WAITING = ("learn/assessments", "understand/voices")
#: What is filled in and sent or drawn: pages, letters, calendars, and the report that Typst sets.
TEMPLATES = sorted(
    p
    for p in {*SOURCE.rglob("templates/**/*"), *SOURCE.rglob("*.typ")}
    if p.is_file() and not p.relative_to(SOURCE).as_posix().startswith(WAITING)
)
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
