"""`spiral pupils import|undo|erase|history` and `spiral node` as a quality officer runs them on her own computer."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.sources.pupils.made_up import content, form_of, person, right_line, right_lines

GRADES9 = form_of("betyg_ak9")
#: Modules that Windows lacks.
POSIX = ("fcntl", "grp", "pwd", "resource", "termios", "tty", "pty", "syslog", "posix_ipc", "spwd", "crypt", "nis")
HIDE = "import sys; sys.modules.update(dict.fromkeys({hidden!r}))\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    (tmp_path / "tmp").mkdir()
    return tmp_path


def surroundings(home: Path) -> dict[str, str]:
    """What a person's own computer has set: nothing of Spiral's."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("SPIRAL_", "DJANGO_"))}
    return own | {"HOME": str(home / "home"), "TMPDIR": str(home / "tmp"), "PYTHONWARNINGS": "error::ResourceWarning"}


def spiral(home: Path, *words: str, hidden: tuple[str, ...] = ()) -> subprocess.CompletedProcess:
    script = HIDE.format(hidden=hidden) + "from spiral.cli import main\nsys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", script, "pupils", *words]
    return subprocess.run(command, capture_output=True, text=True, env=surroundings(home), cwd=home, check=False)


def put(home: Path, name: str, lines: list[list[str]]) -> str:
    (home / name).write_bytes(content(lines))
    return str(home / name)


def test_import_undo_history_and_erase_without_any_settings_and_without_posix(home: Path) -> None:
    file = put(home, "a.txt", right_lines(GRADES9, 4))
    first = spiral(home, "import", file, "--protected", "none", hidden=POSIX)
    assert (first.returncode, first.stdout.splitlines()[-1]) == (0, "Inläsning 1 är klar.")
    assert "En ny nyckel är gjord" in first.stderr
    again = spiral(home, "import", file, "--protected", "none")
    assert again.stdout.splitlines()[-1] == "Inget ändrades: allt fanns redan."
    fewer = put(home, "b.txt", right_lines(GRADES9, 2))
    unsure = spiral(home, "import", fewer, "--protected", "none")
    assert unsure.returncode == 1
    assert "--gone" in unsure.stderr
    assert spiral(home, "import", fewer, "--protected", "none", "--gone").returncode == 0
    assert spiral(home, "undo", "2").stdout == "Inläsning 2 är ångrad.\n"
    assert spiral(home, "undo", "2").returncode == 1
    listed = spiral(home, "history").stdout.splitlines()
    assert [line.split("\t")[2] for line in listed] == ["ångrad", "Slutbetyg årskurs 9 2026 (4)"]
    dry = spiral(home, "erase", "--born", "2011", "--dry-run")
    assert dry.stdout == "Slutbetyg årskurs 9 2026: 4 skulle tas bort\n"
    assert spiral(home, "erase", "--born", "2011").stdout == "Slutbetyg årskurs 9 2026: 4 är borttagna\n"
    assert spiral(home, "erase", "--born", "2011").stdout == "Det finns inga elever födda 2011.\n"


def test_wrong_files_and_wrong_lists_import_nothing(home: Path) -> None:
    right, wrong = put(home, "a.txt", right_lines(GRADES9, 2)), put(home, "b.txt", right_lines(GRADES9, 2, Bl="G"))
    refused = spiral(home, "import", right, wrong, "--protected", "none")
    assert refused.returncode == 1
    assert "Inget är inläst." in refused.stderr
    (home / "lista.txt").write_text(f"{person(0, 2011)}\nAnna Ek\n")
    unread = spiral(home, "import", right, "--protected", "lista.txt")
    assert unread.returncode == 2
    assert "Rad 2 i listan" in unread.stderr
    assert "Anna" not in unread.stderr + unread.stdout
    assert spiral(home, "import", right, "--protected", "finns inte").returncode == 2
    assert spiral(home, "import", right).returncode == 2
    assert spiral(home, "history").stdout == "Inget är inläst än.\n"


def test_no_name_and_no_number_is_left_in_any_file(home: Path) -> None:
    lines = [right_line(GRADES9, n, Fornamn="Hemlighilda", Efternamn="Hemligström") for n in range(3)]
    file = put(home, "a.txt", lines)
    (home / "lista.txt").write_text(person(1, 2011))
    done = spiral(home, "import", file, "--protected", "lista.txt")
    assert done.returncode == 0
    spiral(home, "import", str(home), "--protected", "none")
    secrets = [b"Hemlighilda", b"Hemligstr", *(person(n, 2011).encode() for n in range(3))]
    secrets += [text.decode().encode("utf-16-le") for text in secrets]
    places = [place for folder in ("home", "tmp") for place in (home / folder).rglob("*") if place.is_file()]
    assert len(places) > 5
    for place in places:
        stored = place.read_bytes()
        assert not [secret for secret in secrets if secret in stored], place
    for secret in ("Hemlig", *(person(n, 2011) for n in range(3))):
        assert secret not in done.stdout + done.stderr


def _free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


def test_node_serves_this_computer_only_and_its_own_link_signs_in(home: Path) -> None:
    port = _free_port()
    script = HIDE.format(hidden=POSIX) + "from spiral.cli import main\nsys.exit(main(sys.argv[1:]))"
    server = subprocess.Popen(
        [sys.executable, "-u", "-c", script, "node", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=surroundings(home),
        cwd=home,
    )
    try:
        assert server.stdout is not None
        said = server.stdout.readline()
        link = re.search(r"http://127\.0\.0\.1:\d+/oppna/[\w-]+/", said)
        assert link, said
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        for _ in range(50):
            try:
                page = browser.open(link[0], timeout=10).read().decode()
                break
            except ConnectionError:
                time.sleep(0.1)
        assert "Kontrollera filerna före SCB" in page
        assert "Kliv in i en roll" not in page
        stranger = urllib.request.build_opener()
        assert "multipart" not in stranger.open(f"http://127.0.0.1:{port}/", timeout=10).read().decode()
        with pytest.raises(urllib.error.HTTPError):
            stranger.open(f"http://127.0.0.1:{port}/oppna/fel/", timeout=10)
    finally:
        server.terminate()
        server.wait(10)
