"""What the log says of a request that was refused."""

from __future__ import annotations

import logging

#: Loggers of Django that tell of what a visitor did wrong.
_REFUSALS = ("django.request", "django.security")
_SERVER_ERROR = 500


class RefusalsInOneLine(logging.Filter):
    """A refusal (400–499) is one line: no traceback, since nothing is broken, and none of what was sent."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", 400 if record.name.startswith("django.security") else _SERVER_ERROR)
        if record.name.startswith(_REFUSALS) and status < _SERVER_ERROR:
            record.exc_info = record.exc_text = None
        return True
