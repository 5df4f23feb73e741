"""The sealed box of an open collection: sums and texts together, rewritten whole at every answer.

Its texts lie in a new random order each time. Otherwise their order would say which came together, that is, from one
pupil, to somebody who has the key.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from spiral.ground import sealed
from spiral.ground.sealed import SealUnreadable
from spiral.understand.voices.models import AnswerBox, Collection
from spiral.understand.voices.questions import QuestionKind


@dataclass(frozen=True, slots=True)
class BoxContent:
    """(question, option) → how many, with option 0 for a free text; and (question, text) of each text."""

    counts: dict[tuple[int, int], int]
    texts: list[tuple[int, str]]

    def given(self) -> dict[int, int]:
        """Question → how many answered it."""
        given: dict[int, int] = {}
        for (question, _option), n in self.counts.items():
            given[question] = given.get(question, 0) + n
        return given

    def shuffled(self) -> list[tuple[int, str]]:
        return secrets.SystemRandom().sample(self.texts, len(self.texts))


def put_out(collection: Collection) -> None:
    """An empty box under a new key, with a zero for every option of the collection's questions."""
    cells = {
        (n, option): 0
        for n, question in enumerate(collection.content.swedish.questions, 1)
        for option in ([0] if question.kind == QuestionKind.TEXT else range(1, len(question.options) + 1))
    }
    key = sealed.new_key()
    AnswerBox.objects.create(collection=collection, key=key, content=_sealed(key, BoxContent(cells, [])))


def content_of(collection: Collection) -> BoxContent:
    """What the box holds. Call behind the collection's row lock. Raises SealUnreadable."""
    return _unsealed(_box(collection))


def put_in(collection: Collection, chosen: Mapping[int, int], written: Mapping[int, str]) -> None:
    """One pupil's answers into the box. Call behind the collection's row lock. Raises SealUnreadable, and ValueError
    for a question or option that the collection does not have."""
    box = _box(collection)
    content = _unsealed(box)
    if 0 in chosen.values():
        raise ValueError("a question or option that the collection does not have")
    for cell in (*chosen.items(), *((question, 0) for question in written)):
        if cell not in content.counts:
            raise ValueError("a question or option that the collection does not have")
        content.counts[cell] += 1
    content.texts.extend(written.items())
    box.content = _sealed(box.key, content)
    box.save(update_fields=["content"])


def take_away(collection: Collection) -> str:
    """Delete the box. The name of its key, which is still to be destroyed; '' where it was taken away before."""
    key = AnswerBox.objects.filter(collection=collection).values_list("key", flat=True).first()
    AnswerBox.objects.filter(collection=collection).delete()
    return key or ""


def _box(collection: Collection) -> AnswerBox:
    box = AnswerBox.objects.filter(collection=collection).first()
    if box is None:
        raise SealUnreadable
    return box


def _sealed(key: str, content: BoxContent) -> bytes:
    document = {
        "counts": [[question, option, n] for (question, option), n in content.counts.items()],
        "texts": content.shuffled(),
    }
    return sealed.seal(key, json.dumps(document, ensure_ascii=False).encode())


def _unsealed(box: AnswerBox) -> BoxContent:
    document = json.loads(sealed.unseal(box.key, bytes(box.content)))
    counts = {(question, option): n for question, option, n in document["counts"]}
    return BoxContent(counts, [(question, text) for question, text in document["texts"]])
