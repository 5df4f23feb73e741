"""What has been answered as saved is still there when the power goes, whatever the disk had not yet written.

A cut is simulated: of the database and of its log only what was there at each one's latest fsync is left. SQLite says
the same in words (https://sqlite.org/pragma.html#pragma_synchronous): in WAL mode NORMAL may lose what was committed
last, FULL does not.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest
from django.conf import settings

pytestmark = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3", reason="sqlite: här prövas dess logg"
)
COMMITS = 40


class Disk(apsw.VFS):
    """The file system, and beside it a folder with what the disk surely holds."""

    def __init__(self, name: str, surely: Path) -> None:
        self.name, self.surely = name, surely
        super().__init__(name, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        return _File(self.surely, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        super().xDelete(filename, syncdir)
        (self.surely / Path(filename).name).unlink(missing_ok=True)


class _File(apsw.VFSFile):
    def __init__(self, surely: Path, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        self.surely = surely
        self.path = Path(name.filename() if isinstance(name, apsw.URIFilename) else str(name))
        super().__init__("", name, flags)

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        shutil.copy(self.path, self.surely / self.path.name)


@pytest.fixture
def lost(tmp_path: Path) -> Callable[[str], int]:
    """How many of COMMITS acknowledged rows are gone after a cut, at most, when a connection begins by a command."""

    def count(begins_by: str) -> int:
        surely = tmp_path / "surely"
        surely.mkdir()
        disk = Disk(f"disk-{tmp_path.name}", surely)
        connection = apsw.Connection(str(tmp_path / "spiral.sqlite3"), vfs=disk.name)
        connection.execute(begins_by).fetchall()
        connection.execute("CREATE TABLE note (number INTEGER)")
        worst = 0
        for number in range(1, COMMITS + 1):
            connection.execute("BEGIN IMMEDIATE; INSERT INTO note VALUES (?); COMMIT", (number,))
            worst = max(worst, number - _after_a_cut(surely, tmp_path / f"cut-{number}"))
        connection.close()
        return worst

    return count


def _after_a_cut(surely: Path, folder: Path) -> int:
    shutil.copytree(surely, folder)
    with sqlite3.connect(folder / "spiral.sqlite3") as survivor:
        try:
            return int(survivor.execute("SELECT count(*) FROM note").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def test_nothing_acknowledged_is_lost_when_the_power_goes(lost) -> None:
    assert lost(settings.DATABASES["default"]["OPTIONS"]["init_command"]) == 0


def test_the_simulated_cut_finds_what_a_laxer_setting_would_lose(lost) -> None:
    laxer = settings.DATABASES["default"]["OPTIONS"]["init_command"].replace("FULL", "NORMAL")
    assert lost(laxer) > 0
