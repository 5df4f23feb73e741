"""How a test says that the engine refuses something: by the error's code, and the fields that name the fault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from spiral.engine.message import EngineError


@contextmanager
def refused(error: type[EngineError], code: str, /, **fields: Any) -> Iterator[None]:
    """Fails unless ``error`` is raised with ``code``, and with ``fields`` among its own."""
    with pytest.raises(error) as caught:
        yield
    own = caught.value.fields
    assert (caught.value.code, {name: own.get(name) for name in fields}) == (code, fields)
