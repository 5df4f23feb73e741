"""Warnings, reasons and errors of the engine as a code and its fields; ``exchange/wording`` has the sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, repr=False)
class Message:
    """A warning, a reason, a part of an error. A field may be a message, or a list of messages."""

    code: str
    fields: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def of(cls, code: str, **fields: Any) -> Message:
        """A message with its fields as keyword arguments."""
        return cls(code, fields)

    def __repr__(self) -> str:
        return formatted(self.code, self.fields)

    def to_json(self) -> dict[str, Any]:
        """``code`` and ``fields``, for documents that programs read."""
        return {"code": self.code, "fields": dict(self.fields)}


class EngineError(ValueError):
    """Input that cannot be used. A stack trace prints the code and the fields: ``collinear (column='a', …)``."""

    def __init__(self, code: str, **fields: Any) -> None:
        super().__init__(code)
        self.code, self.fields = code, fields

    def __str__(self) -> str:
        return formatted(self.code, self.fields)


def formatted(code: str, fields: Mapping[str, Any]) -> str:
    """``code (field=value, …)``, for logs and stack traces."""
    return f"{code} ({', '.join(f'{name}={value!r}' for name, value in fields.items())})" if fields else code
