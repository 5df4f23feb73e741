"""Files from anyone are read in a child process with limits on time, memory and output; the one place for it.

``read_in_child`` is the whole interface. The child knows the readers of a closed list (``child.READERS``), no Django,
no database and no secret, and answers with JSON. A file that takes too long or too much memory, or ends the process, is
reported as the one problem of the file, in Swedish. See decisions/0012.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from typing import Any

from spiral.sources.reading.limits import AT_ONCE, LARGEST_UNGUARDED, UPLOAD, Limits, can_limit_memory
from spiral.sources.reading.problems import Problem, Severity, Unreadable

__all__ = ["UPLOAD", "Limits", "read_in_child"]

_log = logging.getLogger("spiral.reading")
_places = threading.BoundedSemaphore(AT_ONCE)
#: All that the child is told of its surroundings: where Python is, and to use one thread.
_PASSED = ("PYTHONPATH", "PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "VIRTUAL_ENV")
_ALONE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1", "PYTHONUTF8": "1"}
_AGAIN = "Spara om den i programmet som den kommer från, eller dela upp den, och försök igen."


def read_in_child(kind: str, content: bytes, name: str, *, limits: Limits = UPLOAD, **options: Any) -> Any:
    """What the reader ``kind`` makes of ``content``, as JSON. ``name`` is what the file is called in the problem.

    The caller waits without holding the interpreter. Raises Unreadable with the one problem: why, and what to do.
    """
    if len(content) > limits.file:
        raise _refused(name, f"Filen är {_megabytes(len(content))}, mer än {_megabytes(limits.file)}.", _AGAIN)
    if len(content) > LARGEST_UNGUARDED and not can_limit_memory():
        raise _refused(name, f"Filen är större än {_megabytes(LARGEST_UNGUARDED)}.", "Dela upp den i mindre filer.")
    if not _places.acquire(timeout=limits.seconds):
        raise _refused(name, "Servern läser andra filer just nu.", "Försök igen om en stund.")
    try:
        return _checked_answer(kind, content, name, limits, options)
    finally:
        _places.release()


def _checked_answer(kind: str, content: bytes, name: str, limits: Limits, options: dict[str, Any]) -> Any:
    started = time.monotonic()
    output, code, is_late = _run(kind, content, name, limits, options)
    took = time.monotonic() - started
    if is_late:
        _log.warning("%s of %d bytes stopped after %.1f s", kind, len(content), took)
        raise _refused(name, f"Det tog mer än {limits.seconds} sekunder att läsa filen, och läsningen avbröts.", _AGAIN)
    if len(output) > limits.output:
        _log.warning("%s of %d bytes answered too much", kind, len(content))
        raise _refused(name, "Filen innehåller mer än vad som går att läsa in på en gång.", "Dela upp den.")
    try:
        answer = json.loads(output)
    except (ValueError, RecursionError):
        _log.warning("%s of %d bytes ended the reader (%s) after %.1f s", kind, len(content), code, took)
        raise _refused(name, "Filen går inte att läsa: läsaren avbröts av den.", _AGAIN) from None
    if "problem" in answer:
        raise Unreadable(Problem(**answer["problem"] | {"severity": Severity(answer["problem"]["severity"])}))
    return answer["answer"]


def _run(kind: str, content: bytes, name: str, limits: Limits, options: dict[str, Any]) -> tuple[bytes, int, bool]:
    """The child's output (one byte too long when there was more), its exit code, and whether it had to be stopped."""
    head = json.dumps({"kind": kind, "name": name, "limits": limits.as_json(), "options": options}).encode()
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "spiral.sources.reading.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={key: os.environ[key] for key in _PASSED if key in os.environ} | _ALONE,
    )
    assert child.stdin is not None and child.stdout is not None
    late = threading.Event()

    def stop() -> None:
        late.set()
        child.kill()

    alarm = threading.Timer(limits.seconds, stop)
    alarm.start()
    output = b""
    try:
        try:
            child.stdin.write(head + b"\n" + content)
            child.stdin.close()
        except (BrokenPipeError, OSError):
            pass  # it ended before it had read everything; its output and code say how
        output = child.stdout.read(limits.output + 1)
    finally:
        alarm.cancel()
        if len(output) > limits.output or sys.exc_info()[0]:
            child.kill()
        child.stdout.close()
        code = child.wait()
    return output, code, late.is_set()


def _refused(name: str, what: str, remedy: str) -> Unreadable:
    return Unreadable(Problem(name, None, "", what, remedy))


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f}".replace(".0", "").replace(".", ",") + " MB"
