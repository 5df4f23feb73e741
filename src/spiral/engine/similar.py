"""Lines that say much the same: a suggestion for a human to take or leave, never done by itself.

Swedish words lose their endings (engine.swedish) and the commonest words are passed over; two lines
are alike when the Jaccard index of their stems reaches ``ALIKE``. Lines are brought together by complete linkage: every
line of a bundle is like every other, so that a chain of half-likenesses never gathers strangers.
"""

from __future__ import annotations

from collections.abc import Sequence

from spiral.engine.swedish import SMALL, stem, words

#: Share of common stems from which two lines are suggested as alike; lines with fewer than two stems never are.
ALIKE = 0.5


def matter(text: str) -> frozenset[str]:
    """The stems of the words that carry matter."""
    return frozenset(stem(w) for w in words(text) if w not in SMALL and len(w) > 1)


def bundles(lines: Sequence[str]) -> list[list[int]]:
    """Places of lines that are alike, two or more in each bundle, in order of their first line; each line at most once.

    Agglomerative, complete linkage on the Jaccard index; the closest two are joined first, ties by order.
    """
    known = [matter(line) for line in lines]
    groups: list[list[int]] = [[i] for i in range(len(lines)) if len(known[i]) >= 2]
    near = {
        (a, b): likeness(known[a], known[b])
        for n, (a, *_) in enumerate(groups)
        for (b, *_) in groups[n + 1 :]
        if known[a] & known[b]
    }
    near = {pair: value for pair, value in near.items() if value >= ALIKE}
    for (a, b), _value in sorted(near.items(), key=lambda item: (-item[1], item[0])):
        one = next(g for g in groups if a in g)
        other = next(g for g in groups if b in g)
        if one is other or any((min(x, y), max(x, y)) not in near for x in one for y in other):
            continue
        one.extend(other)
        groups.remove(other)
    return sorted((sorted(g) for g in groups if len(g) > 1), key=lambda g: g[0])


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The Jaccard index of two sets of stems, 0 to 1; 0 when both are empty."""
    return len(one & other) / len(one | other) if one | other else 0.0
