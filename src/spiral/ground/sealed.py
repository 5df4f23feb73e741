"""Encrypts content with keys that are never in the database: each key is a file, in a folder of its own.

A copy of the database (its log, its free pages, a backup) has the encrypted content only. When the key is destroyed,
no such copy can be read any more, wherever it is (decisions/0015).
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

#: Content is filled up to this, and then to twice, four times …, so that its size says next to nothing.
LEAST_SIZE = 32 * 1024
_NONCE = 12
_LENGTH = 8
#: Backup programs that know the convention (tar, restic, borg) leave out a folder with this file in it.
_LEFT_OUT_OF_BACKUPS = "Signature: 8a477f597d28d172789f06886806bc55\n# Nycklar. Ska aldrig säkerhetskopieras.\n"


class SealUnreadable(Exception):
    """Cannot seal or unseal: the key is not on this server, or is not the content's. Nothing has been written."""


def new_key() -> str:
    """Create a key. Returns its name; the key is safely on the disk by then."""
    name, folder = secrets.token_hex(16), _folder()
    descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(AESGCM.generate_key(256))
        file.flush()
        os.fsync(file.fileno())
    _sync(folder)
    return name


def has_key(name: str) -> bool:
    return (settings.SEALED_KEYS / name).is_file()


def seal(name: str, content: bytes) -> bytes:
    """Encrypt ``content`` with the key ``name``, padded to one of a few sizes. Raises SealUnreadable."""
    framed = len(content).to_bytes(_LENGTH) + content
    size = LEAST_SIZE
    while size < len(framed):
        size *= 2
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(name).encrypt(nonce, framed.ljust(size, b"\0"), name.encode())


def unseal(name: str, sealed: bytes) -> bytes:
    """Decrypt what ``seal`` returned. Raises SealUnreadable, also where it has been altered."""
    try:
        framed = _cipher(name).decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
    except (InvalidTag, ValueError) as error:
        raise SealUnreadable(name) from error
    return framed[_LENGTH : _LENGTH + int.from_bytes(framed[:_LENGTH])]


def destroy(name: str) -> None:
    """Overwrite a key and delete its file. Does nothing where the key is gone already. Raises OSError."""
    path = settings.SEALED_KEYS / name
    try:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    path.unlink(missing_ok=True)
    _sync(path.parent)


def _cipher(name: str) -> AESGCM:
    try:
        return AESGCM((settings.SEALED_KEYS / name).read_bytes())
    except (OSError, ValueError) as error:
        raise SealUnreadable(name) from error


def _folder() -> Path:
    """The folder of keys, for the server's own account only."""
    folder = Path(settings.SEALED_KEYS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    tag = folder / "CACHEDIR.TAG"
    if not tag.exists():
        tag.write_bytes(_LEFT_OUT_OF_BACKUPS.encode())
    return folder


def _sync(folder: Path) -> None:
    """Wait until the folder's list of files is on the disk. Only POSIX has a call for it."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
