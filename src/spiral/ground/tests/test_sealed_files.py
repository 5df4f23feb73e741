"""What stands on the disk of a sealed thing's key: when it is there, what it is, and that nothing of it is left."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from spiral.ground import sealed


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.SEALED_KEYS = tmp_path / "server" / "keys"
    return settings.SEALED_KEYS


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bytes]]:
    """Every file and folder that was told to be on the disk, and what stood in it then."""
    calls: list[tuple[str, bytes]] = []
    fsync = os.fsync

    def telling(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        calls.append((path.name, path.read_bytes() if path.is_file() else b""))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", telling)
    return calls


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks Linux which file a descriptor is of")
def test_a_key_is_on_the_disk_whole_before_anything_is_sealed_with_it(folder: Path, synced: list) -> None:
    key = sealed.new_key()
    assert synced == [(key, (folder / key).read_bytes()), ("keys", b"")]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks Linux which file a descriptor is of")
def test_a_destroyed_key_is_overwritten_on_the_disk_before_its_name_goes(folder: Path, synced: list) -> None:
    key = sealed.new_key()
    os.link(folder / key, folder / "another name")
    synced.clear()
    sealed.destroy(key)
    assert synced == [(key, bytes(32)), ("keys", b"")]
    assert (folder / "another name").read_bytes() == bytes(32)
    assert not (folder / key).exists()


def test_two_who_destroy_the_same_key_at_once_both_have(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = sealed.new_key()
    fsync = os.fsync

    def another_is_faster(descriptor: int) -> None:
        (folder / key).unlink(missing_ok=True)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", another_is_faster)
    sealed.destroy(key)
    assert not sealed.has_key(key)


def test_a_key_has_a_name_of_its_own_and_256_bits(folder: Path) -> None:
    keys = [sealed.new_key() for _n in range(3)]
    assert {len(key) for key in keys} == {32}
    assert {len((folder / key).read_bytes()) for key in keys} == {32}
    assert len({(folder / key).read_bytes() for key in keys}) == 3
    assert {path.name for path in folder.iterdir()} == {*keys, "CACHEDIR.TAG"}


def test_no_key_is_written_over_another(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = sealed.new_key()
    content = (folder / key).read_bytes()
    monkeypatch.setattr(sealed.secrets, "token_hex", lambda size: key)
    with pytest.raises(FileExistsError):
        sealed.new_key()
    assert (folder / key).read_bytes() == content


def test_the_folders_are_made_once_and_its_mark_is_left_as_it_is(folder: Path) -> None:
    sealed.new_key()
    assert (folder / "CACHEDIR.TAG").read_text(encoding="utf-8") == (
        "Signature: 8a477f597d28d172789f06886806bc55\n# Nycklar. Ska aldrig säkerhetskopieras.\n"
    )
    (folder / "CACHEDIR.TAG").write_text("the operator's own")
    sealed.new_key()
    assert (folder / "CACHEDIR.TAG").read_text() == "the operator's own"


def test_a_seal_from_before_is_opened_for_ever(folder: Path) -> None:
    """Twelve bytes of nonce, then AES-256-GCM over the length in eight bytes, the content and what fills it up, with
    the key's name beside."""
    key, nonce = sealed.new_key(), bytes(range(12))
    cipher = AESGCM((folder / key).read_bytes())
    filled = (3).to_bytes(8, "big") + b"sv\x00" + bytes(32 * 1024 - 11)
    assert sealed.unseal(key, nonce + cipher.encrypt(nonce, filled, key.encode())) == b"sv\x00"
    seal = sealed.seal(key, b"sv\x00")
    assert cipher.decrypt(seal[:12], seal[12:], key.encode()) == filled


@pytest.mark.parametrize(("length", "size"), [(32_760, 32_768), (32_761, 65_536), (65_528, 65_536), (65_529, 131_072)])
def test_content_is_filled_up_to_the_next_size(length: int, size: int, folder: Path) -> None:
    seal = sealed.seal(sealed.new_key(), b"x" * length)
    assert len(seal) == 12 + size + 16


def test_what_cannot_be_read_says_which_key_and_never_what(folder: Path) -> None:
    key = sealed.new_key()
    (folder / "short").write_bytes(b"too short for a key")
    for name, content in ((key, bytes(100)), (key, b"x"), ("missing", bytes(100)), ("short", bytes(100))):
        with pytest.raises(sealed.SealUnreadable) as refused:
            sealed.unseal(name, content)
        assert str(refused.value) == name
    for name in ("missing", "short"):
        with pytest.raises(sealed.SealUnreadable, match=f"^{name}$"):
            sealed.seal(name, b"")


def test_a_folder_is_no_key(folder: Path) -> None:
    key = sealed.new_key()
    (folder / "inner").mkdir()
    assert [sealed.has_key(name) for name in (key, "inner", "missing")] == [True, False, False]


def test_elsewhere_than_on_posix_no_folder_is_synced(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed.os, "name", "nt")
    sealed._sync(folder / "missing")
    monkeypatch.setattr(sealed.os, "name", "posix")
    with pytest.raises(FileNotFoundError):
        sealed._sync(folder / "missing")


def test_a_folder_that_cannot_be_synced_is_let_go_all_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir(parents=True)
    descriptors: list[int] = []

    def failing(descriptor: int) -> None:
        descriptors.append(descriptor)
        raise OSError

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(OSError):
        sealed._sync(folder)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptors[0])
