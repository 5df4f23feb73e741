"""Statement sets and pupils' forms as files: what every such document has, before a room reads what is its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.sources.reading.problems import Unreadable
from spiral.sources.reading.settings_file import read_value

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LARGEST = 100_000
LONGEST_SOURCE = 300
#: What a document is known by, in addresses too.
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
Version = TypeVar("Version")
Content = TypeVar("Content")
#: Reads one language of a document: (its part, the language, the list that faults are added to).
ReadVersion = Callable[[Mapping[str, object], str, list[str]], Version]


class SetError(ValueError):
    """What is wrong with a document, one sentence for each fault."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(dict.fromkeys(problems))


@dataclass(frozen=True, slots=True)
class SetParts(Generic[Version]):
    """What every document has: its key, its source, whether it is a sample, and a version for each language."""

    key: str
    source: str
    sample: bool
    versions: Mapping[str, Version]


def read_document(content: bytes, name: str, too_large: str) -> object:
    """What a TOML or JSON file holds. Raises SetError, with ``too_large`` for a file over ``LARGEST``."""
    if len(content) > LARGEST:
        raise SetError([too_large])
    try:
        content.decode("utf-8-sig")
        return read_value(content, name)
    except UnicodeDecodeError as error:
        raise SetError([_("Filen är inte UTF-8. Spara om den som UTF-8.")]) from error
    except Unreadable as refused:
        fault = _("Filen går inte att läsa som JSON eller TOML: %(fault)s") % {"fault": refused.problem.message}
        raise SetError([fault]) from refused


def read_parts(
    document: object, read_version: ReadVersion[Version], problems: list[str], no_languages: str
) -> SetParts[Version]:
    """The parts of a document; every fault is added to ``problems``. Raises SetError where a document has no Swedish
    version, with ``no_languages`` where it has no languages at all."""
    if not isinstance(document, dict) or not isinstance(document.get("languages"), dict):
        raise SetError([no_languages])
    key = str(document.get("key", ""))
    if not KEY.fullmatch(key):
        problems.append(_("Kortnamnet får bara ha små bokstäver a–z, siffror och bindestreck."))
    versions = {}
    for language, part in document["languages"].items():
        if language not in ("sv", "en") or not isinstance(part, dict):
            problems.append(_("Språket ska vara sv eller en."))
            continue
        versions[language] = read_version(part, language, problems)
    if "sv" not in versions:
        raise SetError([*problems, _("Den svenska versionen saknas.")])
    source = text_of(document, "source")[:LONGEST_SOURCE]
    return SetParts(key, source, document.get("sample") is True, versions)


def text_of(part: Mapping[str, object], name: str) -> str:
    """The text under ``name`` on one line, without NUL; '' where there is none."""
    return " ".join(str(part.get(name, "")).replace("\x00", "").split())


class SetFileForm(forms.Form, Generic[Content]):
    """A document as a TOML or JSON file. A room says what the field is called, and how it reads the content."""

    label: str | _StrPromise

    file = forms.FileField(error_messages={"required": lazy("Välj en fil att läsa in.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = self.label
        self.content: Content | None = None

    def read(self, content: bytes, name: str) -> Content:
        """The document in a file called ``name``. Raises SetError."""
        raise NotImplementedError

    def clean_file(self) -> object:
        """Reads :attr:`content`, with every fault said at once."""
        upload = self.cleaned_data["file"]
        try:
            self.content = self.read(upload.read(LARGEST + 1), upload.name)
        except SetError as error:
            raise forms.ValidationError(error.problems) from error
        return upload
