"""Statement sets and forms as files: what every such document is, before a room looks at what is in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from spiral.sources.reading.problems import Unreadable
from spiral.sources.reading.settings_file import read_value

LARGEST = 100_000
#: What a document is known by, in addresses too.
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


class SetError(ValueError):
    """What is wrong with a document, one sentence for each fault."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


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
