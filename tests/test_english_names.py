"""Names that a page sends and words that a row keeps are English: fields, buttons and their values, keys of an address
and their values, what scripts send and keep, stored choices. What people read is not meant, nor the words of an address.

Every part of such a name stands in ``english_words.txt``. A new one is put there by whoever needs it: is it English?
"""

from __future__ import annotations

import importlib
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django import forms
from django.apps import apps

import spiral

SOURCE = Path(spiral.__file__).parent
WORDS = set((Path(__file__).parent / "english_words.txt").read_text(encoding="utf-8").split())

#: An element, or a component, that sends something; its name, and its value when the page says it.
_SENDS = re.compile(r"<(?:input|button|select|textarea)\b[^>]*>|{% button [^%]*%}", re.S)
_SAID = re.compile(r"""\b(name|value)=(?:"([^"]*)"|'([^']*)')""")
_FILLED_IN = re.compile(r"{{.*?}}|{%.*?%}", re.S)
_KEY_OF_AN_ADDRESS = re.compile(r"""[?&](?:amp;)?([^\W\d][\w-]*)(?=[=&#"'{])""")
_VALUE_IN_AN_ADDRESS = re.compile(r"""[?&](?:amp;)?[^\W\d][\w-]*=([\w-]+)(?=[&#"'])""")
_READ = (
    re.compile(r"""\b(?:GET|POST|sent|form|asked|body)\.(?:get|getlist|set)\(\s*f?["']([^"']*)"""),
    re.compile(r"""\b(?:GET|POST|sent|form|asked)\[f?["']([^"']*)"""),
    re.compile(r"""f?["']([^"']*)["'](?: not)? in (?:request\.)?(?:GET|POST|sent|form)\b"""),
)
#: What is taken when nothing is asked, and what the asked is held against.
_ASKED_FOR = (
    re.compile(r"""\b(?:GET|POST|sent|form|asked|body)\.get\([^,()]*, ["']([^"']*)["']\)"""),
    re.compile(r"""\b(?:GET|POST|sent|form|asked|body)\.get\([^()]*\) [=!]= ["']([^"']*)["']"""),
)
#: What code holds a stored word against. "unitgy" is a level of the indicators, stored nowhere. The readers of sources know their sources' own words.
_HELD_AGAINST = re.compile(
    r"""\b(?:kind|state|status|mode|role|reply|outcome|show|way|how|what|turn|choice) [=!]= ["'](?!unitgy)([\w-]+)["']"""
)
_OF_OTHERS = ("engine", "sources")
#: A value and what people read for it, as lists of choices are written.
_OFFERED = re.compile(r"""\(\s*["']([\w-]+)["'],\s*(?:_|lazy)\(""")
_OF_SCRIPTS = re.compile(r"""\bdata-([\w-]+)|\bdataset\.(\w+)|["'](\w+-\w+-)["'] \+""")


def _strange(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names with a part that is no word of the list → where they stand."""
    return {name: where for name, where in names if set(_parts(name)) - WORDS}


def _parts(name: str) -> list[str]:
    """'takeOver', 'take_over-3' → take, over. A single letter is no word."""
    plain = _FILLED_IN.sub(" ", name)
    plain = re.sub(r"{[^}]*}", " ", plain)
    plain = re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])", " ", plain).lower()
    return [part for part in re.split(r"[\W\d_]+", plain) if len(part) > 1]


def _files(*suffixes: str) -> Iterator[Path]:
    yield from (
        p for p in sorted(SOURCE.rglob("*")) if p.suffix in suffixes and not {"tests", "migrations"} & {*p.parts}
    )


def _sent() -> Iterator[tuple[str, str]]:
    for path in _files(".html"):
        for element in _SENDS.findall(path.read_text("utf-8")):
            for _what, one, other in _SAID.findall(element):
                yield one or other, path.name


def _asked() -> Iterator[tuple[str, str]]:
    for path in _files(".html", ".py", ".js"):
        text = path.read_text("utf-8")
        for pattern in (_KEY_OF_AN_ADDRESS, _VALUE_IN_AN_ADDRESS, *_READ, *_ASKED_FOR):
            yield from ((name, path.name) for name in pattern.findall(text))


def _compared() -> Iterator[tuple[str, str]]:
    for path in _files(".html", ".py"):
        if path.relative_to(SOURCE).parts[0] not in _OF_OTHERS:
            yield from ((word, path.name) for word in _HELD_AGAINST.findall(path.read_text("utf-8")))


def _of_scripts() -> Iterator[tuple[str, str]]:
    for path in _files(".html", ".js"):
        for found in _OF_SCRIPTS.findall(path.read_text("utf-8")):
            yield "".join(found), path.name


def _of_forms() -> Iterator[tuple[str, str]]:
    for path in _files(".py"):
        if "Form):\n" in path.read_text("utf-8"):
            importlib.import_module(".".join(path.relative_to(SOURCE.parent).with_suffix("").parts))
    for form in _kinds_of(forms.BaseForm):
        if form.__module__.startswith("spiral") and ".tests" not in form.__module__:
            for name, field in getattr(form, "base_fields", {}).items():
                yield name, form.__qualname__
                yield from ((str(value), form.__qualname__) for value, _label in getattr(field, "choices", ()))

    for path in _files(".py"):
        yield from ((value, path.name) for value in _OFFERED.findall(path.read_text("utf-8")))


def _kinds_of(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds_of(one)


def _stored() -> Iterator[tuple[str, str]]:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            where = f"{model._meta.label}.{field.name}"
            if model.__module__.startswith("spiral"):
                yield from ((str(value), where) for value, _label in getattr(field, "flatchoices", ()))
    for room, name in (("learn/examples", "kinds.toml"), ("act/meetings", "blocks.toml")):
        for rows in tomllib.loads((SOURCE / room / name).read_text("utf-8")).values():
            yield from ((row["key"], name) for row in rows)


NAMES = {
    "what a page sends": _sent,
    "what an address asks": _asked,
    "what code holds a stored word against": _compared,
    "what a script sends and keeps": _of_scripts,
    "the fields of forms": _of_forms,
    "what a row keeps": _stored,
}


@pytest.mark.parametrize("kind", NAMES)
def test_every_part_of_a_name_is_an_english_word(kind: str) -> None:
    names = list(NAMES[kind]())
    assert len(names) > 20
    assert _strange(names) == {}


def test_no_word_of_the_list_is_left_over() -> None:
    assert WORDS - {part for names in NAMES.values() for name, _where in names() for part in _parts(name)} == set()
