"""What is sealed can be read with its key only, and what is due to be forgotten stays due until it is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from spiral.ground import forgetting, sealed
from spiral.ground.models import Forgetting


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.SEALED_KEYS = tmp_path / "keys"
    return settings.SEALED_KEYS


@pytest.mark.parametrize("content", [b"", b"\0\0", "ett svar på å, ä och ö".encode(), b"x" * 200_000])
def test_what_is_sealed_comes_out_as_it_was(folder: Path, content: bytes) -> None:
    key = sealed.new_key()
    assert sealed.unseal(key, sealed.seal(key, content)) == content


def test_the_seal_has_one_of_few_sizes_and_is_never_the_same(folder: Path) -> None:
    key = sealed.new_key()
    beside = len(sealed.seal(key, b"")) - sealed.LEAST_SIZE
    sizes = [len(sealed.seal(key, b"x" * n)) - beside for n in (0, 10_000, 32_760, 32_761, 100_000)]
    assert sizes == [32_768, 32_768, 32_768, 65_536, 131_072]
    assert sealed.seal(key, b"") != sealed.seal(key, b"")


def test_keys_are_the_servers_own_and_no_backup_takes_them(folder: Path) -> None:
    key = sealed.new_key()
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    assert oct((folder / key).stat().st_mode & 0o777) == "0o600"
    assert (folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")


def test_an_altered_seal_anothers_key_and_a_destroyed_key_open_nothing(folder: Path) -> None:
    key, other = sealed.new_key(), sealed.new_key()
    seal = sealed.seal(key, b"svar")
    altered = seal[:-1] + bytes([seal[-1] ^ 1])
    sealed.destroy(other)
    sealed.destroy(other)
    assert (sealed.has_key(key), sealed.has_key(other)) == (True, False)
    (folder / other).write_bytes((folder / key).read_bytes())
    for name, content in ((key, altered), (key, b""), (other, seal), ("missing", seal)):
        with pytest.raises(sealed.SealUnreadable):
            sealed.unseal(name, content)


@pytest.mark.django_db
def test_nothing_is_called_forgotten_inside_a_transaction() -> None:
    forgetting.forget("voices 1", Forgetting)
    assert forgetting.finish() == 1
    assert forgetting.is_due("voices 1")
    assert not forgetting.is_due("voices 2")
