"""Becauses → the branching tree, with numbers, evidence and quiet hints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from spiral.understand.inquiries.models import Because, Hunch, Piece
from spiral.understand.inquiries.queries import Whole

State = Because.State


@dataclass(frozen=True, slots=True)
class Node:
    """One answer in the tree. ``why`` is which why in a row it answers; ``merged`` are the words it has taken in."""

    because: Because
    why: int
    path: str
    children: Sequence[Node]
    pieces: Sequence[Piece]
    merged: Sequence[Because]
    hunches: Sequence[Hunch]

    @property
    def is_leaf(self) -> bool:
        return not self.children

    def walk(self) -> Iterator[Node]:
        """This answer and everything below it, as it is read."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Parked:
    """An answer that is set aside, and how many hang from it."""

    because: Because
    below: int


@dataclass(frozen=True, slots=True)
class Tree:
    """The whole tree. ``hints`` are said quietly below it."""

    roots: Sequence[Node]
    parked: Sequence[Parked]
    hints: Sequence[str] = field(default_factory=tuple)

    def walk(self) -> Iterator[Node]:
        for root in self.roots:
            yield from root.walk()

    @property
    def count(self) -> int:
        return sum(1 for _node in self.walk())

    @property
    def supported(self) -> int:
        return sum(node.because.is_supported for node in self.walk())

    @property
    def is_chain(self) -> bool:
        """At least two answers, and never two to the same why."""
        return self.count > 1 and len(self.roots) == 1 and all(len(n.children) < 2 for n in self.walk())


def tree(whole: Whole) -> Tree:
    """Compose the tree. What hangs from a parked answer is parked with it."""
    below: dict[int | None, list[Because]] = {}
    for b in whole.becauses:
        below.setdefault(b.parent_id, []).append(b)
    merged: dict[int, list[Because]] = {}
    for b in whole.becauses:
        if b.state == State.MERGED and b.merged_into_id:
            merged.setdefault(b.merged_into_id, []).append(b)
    pieces: dict[int, list[Piece]] = {}
    for p in whole.pieces:
        if p.because_id:
            pieces.setdefault(p.because_id, []).append(p)
    hunches: dict[int, list[Hunch]] = {}
    for h in whole.hunches:
        if h.because_id:
            hunches.setdefault(h.because_id, []).append(h)

    def node(b: Because, why: int, path: str) -> Node:
        kids = [c for c in below.get(b.pk, ()) if c.state == State.ACTIVE]
        return Node(
            b,
            why,
            path,
            [node(c, why + 1, f"{path}.{i}") for i, c in enumerate(kids, 1)],
            pieces.get(b.pk, ()),
            _taken_in(b, merged),
            hunches.get(b.pk, ()),
        )

    roots = [b for b in below.get(None, ()) if b.state == State.ACTIVE]
    parked = [Parked(b, _count(b, below)) for b in whole.becauses if b.state == State.PARKED]
    whole_tree = Tree([node(b, 1, str(i)) for i, b in enumerate(roots, 1)], parked)
    return Tree(whole_tree.roots, whole_tree.parked, _hints(whole_tree))


def _taken_in(b: Because, merged: dict[int, list[Because]]) -> list[Because]:
    """Everything merged into ``b``, and into what was."""
    rows = []
    for one in merged.get(b.pk, ()):
        rows += [one, *_taken_in(one, merged)]
    return rows


def _count(b: Because, below: dict[int | None, list[Because]]) -> int:
    kids = [c for c in below.get(b.pk, ()) if c.state != State.MERGED]
    return sum(1 + _count(c, below) for c in kids)


def _hints(tree: Tree) -> list[str]:
    """What is worth asking, where the known misuses show."""
    hints = []
    if tree.is_chain or tree.count == 1:
        hints.append(_("Finns det fler svar på samma varför? En enda kedja leder lätt fel."))
    if tree.count > 2 and not tree.supported:
        hints.append(_("Inget svar är belagt än. Fråga ”hur vet vi det?” och gå och titta innan ni väljer lösning."))
    if tree.count > 2 and tree.supported == tree.count:
        hints.append(_("Alla svar står som belagda. Finns det något ni tror men inte vet?"))
    return hints
