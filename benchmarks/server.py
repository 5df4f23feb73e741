"""The server as people run it, for benchmarks that ask it over the network and kill it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path


class Server(subprocess.Popen):
    """gunicorn in a session of its own, so that a signal reaches master and worker at once, as when a machine stops."""

    def __init__(self, command: list[str]) -> None:
        super().__init__(command, start_new_session=True)

    def send_signal(self, sig: int) -> None:
        if self.poll() is None:
            os.killpg(self.pid, sig)


def serve(port: int, workers: int = 2, application: str = "spiral.config.wsgi") -> Server:
    """Eight threads in two processes, as `make demo` and docs/drift.md run it; returns when it answers."""
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        "gthread",
        "--workers",
        str(workers),
        "--threads",
        str(8 // workers),
        "--no-control-socket",
        "--log-level",
        "error",
        "--pythonpath",
        str(Path(__file__).parent),
        application,
    ]
    server = Server(command)
    for _try in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.1)
    raise RuntimeError("gunicorn did not start")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
