"""Samples of real open data, a way to spoil them, and a local server that replays answers with faults."""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from spiral.sources.live.polite import PoliteClient, RequestLimits
from spiral.sources.reading.problems import Reading
from spiral.sources.snapshot.build import build

DATA = Path(__file__).parent / "data"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, to see that none has changed."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def originals(tmp_path: Path) -> Path:
    """A copy of the sample originals that a test may spoil."""
    return Path(shutil.copytree(DATA / "originals", tmp_path / "originals"))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of the sample originals, built once; read it, and spoil only copies."""
    folder = tmp_path_factory.mktemp("built")
    assert build(DATA / "originals", folder).written
    return folder


@pytest.fixture
def target(built: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(built, tmp_path / "snapshot"))


@pytest.fixture(scope="session")
def answers() -> Path:
    return DATA / "answers"


@pytest.fixture
def refused() -> Callable[[Reading], str]:
    """Asserts that a reading was refused whole and politely, and returns its messages in one text."""

    def check(reading: Reading) -> str:
        assert reading.table.is_empty()
        assert reading.errors
        for problem in reading.errors:
            assert problem.file
            assert problem.remedy or problem.message.startswith("…")
        return "\n".join(str(problem) for problem in reading.problems)

    return check


@dataclass
class Answer:
    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    slow: float = 0.0  # seconds before the body
    cut: int = 0  # bytes of the stated length that are never sent


@dataclass
class Replay:
    """What the local server answers: per path and query a queue of answers, the last of which is repeated. What is posted
    is asked as "POST path question"."""

    base: str
    script: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    otherwise: Callable[[str], Answer | bytes | None] = lambda path: None  # answers what the script does not

    def on(self, path: str, *answers: Answer | bytes) -> None:
        self.script[path] = [answer if isinstance(answer, Answer) else Answer(answer) for answer in answers]

    def next(self, path: str) -> Answer:
        self.asked.append(path)
        queue = self.script.get(path)
        if not queue:
            body = self.otherwise(path)
            return Answer(b"not found", 404) if body is None else body if isinstance(body, Answer) else Answer(body)
        return queue.pop(0) if len(queue) > 1 else queue[0]


@pytest.fixture
def replay() -> Iterator[Replay]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.respond(served.next(self.path))

        def do_POST(self) -> None:
            question = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.respond(served.next(f"POST {self.path} {question}"))

        def respond(self, answer: Answer) -> None:
            if answer.slow:
                time.sleep(answer.slow)
            self.send_response(answer.status)
            headers = {"Content-Type": "application/json"} | answer.headers
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body) + answer.cut))
            self.end_headers()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(answer.body)
            self.close_connection = True

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Replay(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield served
    server.shutdown()
    server.server_close()


@dataclass
class Hurried:
    """A client that never really sleeps, and remembers how long it would have."""

    http: PoliteClient
    slept: list[float]
    told: list[str]


@pytest.fixture
def hurried(replay: Replay) -> Iterator[Hurried]:
    slept: list[float] = []
    told: list[str] = []
    limits = RequestLimits(interval=0.0, timeout=0.3, tries=4, max_bytes=200_000)
    with PoliteClient(replay.base, limits=limits, sleep=slept.append, chance=lambda: 1.0, tell=told.append) as http:
        yield Hurried(http, slept, told)


@pytest.fixture
def answer() -> type[Answer]:
    return Answer
