"""The municipality's key: it opens the batches, and makes pseudonyms out of personal numbers. It never leaves home.

One secret (an age identity) is all there is to keep: it can be printed and typed in again, with a checksum of its own.
The key of the pseudonyms is derived from it (HKDF, RFC 5869), so that a recovered key gives the same pseudonyms.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pyrage
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from numpy.typing import NDArray

from spiral.see.pupils.archive.disk import write_flushed

_SHORTEST, _LONGEST = 60, 100


class KeyUnusable(Exception):
    """There is no key, or what stands in its file is none; the message says where, in Swedish."""


@dataclass(frozen=True)
class Key:
    """The secret of one municipality. Printing it shows nothing of it."""

    _secret: str

    def __post_init__(self) -> None:
        try:
            pyrage.x25519.Identity.from_str(self._secret)
        except pyrage.IdentityError as error:
            raise KeyUnusable("Nyckeln går inte att läsa. Skriv av den igen från återställningsbladet.") from error

    def __repr__(self) -> str:
        return "Key(…)"

    @cached_property
    def _identity(self) -> pyrage.x25519.Identity:
        return pyrage.x25519.Identity.from_str(self._secret)

    @cached_property
    def _pseudonym_key(self) -> bytes:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"spiral: pseudonyms of pupils, 1")
        return derived.derive(self._secret.encode())

    def seal(self, content: bytes) -> bytes:
        """Encrypt ``content`` so that only this key opens it."""
        return bytes(pyrage.encrypt(content, [self._identity.to_public()]))

    def unseal(self, sealed: bytes) -> bytes:
        """Decrypt what :meth:`seal` returned. Raises KeyUnusable where it has been altered or is another key's."""
        try:
            return bytes(pyrage.decrypt(sealed, [self._identity]))
        except pyrage.DecryptError as error:
            raise KeyUnusable("Nyckeln öppnar inte det som är lagrat, eller så har filen ändrats.") from error

    def pseudonyms(self, numbers: NDArray[np.int64], apart: str = "") -> NDArray[np.int64]:
        """A pseudonym of 64 bits for each number: the same for the same number, and nothing without the key.

        ``apart`` tells groups of numbers from each other: what is equal only within a file gets the file's own.
        """
        key, person = self._pseudonym_key, blake2b(apart.encode(), digest_size=16).digest()
        digests = b"".join(
            blake2b(number.to_bytes(8, "big", signed=True), key=key, digest_size=8, person=person).digest()
            for number in numbers.tolist()
        )
        return np.frombuffer(digests, np.int64)

    def recovery_text(self) -> str:
        """The secret, to be printed once and locked in."""
        return self._secret


def read_key(place: Path) -> Key:
    """The key in a file. Raises KeyUnusable."""
    try:
        with place.open("rb") as file:
            secret = file.read(10 * _LONGEST)
    except OSError as error:
        raise KeyUnusable(
            f"Nyckeln {place} går inte att läsa. Utan den går elevernas uppgifter inte att öppna."
        ) from error
    text = secret.decode("ascii", "replace").strip()
    if not _SHORTEST < len(text) < _LONGEST:
        raise KeyUnusable(f"I {place} står ingen nyckel.")
    return Key(text)


def make_key(place: Path) -> Key:
    """Make a key, in a file that only its owner reads. Raises FileExistsError rather than write over one."""
    key = Key(str(pyrage.x25519.Identity.generate()))
    place.parent.mkdir(parents=True, exist_ok=True)
    write_flushed(place, f"{key.recovery_text()}\n".encode("ascii"))
    return key
