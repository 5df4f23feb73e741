"""Lines that say much the same: a suggestion that a person accepts or not.

Swedish words lose their endings (engine.swedish) and the commonest words are passed over; two lines
are alike when the Jaccard index of their stems reaches ``LEAST_SIMILARITY``. They are clustered by complete linkage:
every line of a cluster is like every other, so a chain of lines that are partly alike is not one cluster.
"""

from __future__ import annotations

from collections.abc import Sequence

from spiral.engine.swedish import STOP_WORDS, stem, words

#: Share of common stems from which two lines are suggested as alike; lines with fewer than two stems never are.
LEAST_SIMILARITY = 0.5


def content_stems(text: str) -> frozenset[str]:
    """The stems of the words that are no stop words and longer than one letter."""
    return frozenset(stem(w) for w in words(text) if w not in STOP_WORDS and len(w) > 1)


def clusters(lines: Sequence[str]) -> list[list[int]]:
    """Indices of lines that are alike, two or more in a cluster, in order of the first line; no line in two clusters.

    Agglomerative, complete linkage on the Jaccard index; the closest two are joined first, ties by order.
    """
    stems = [content_stems(line) for line in lines]
    groups: list[list[int]] = [[i] for i in range(len(lines)) if len(stems[i]) >= 2]
    similarity = {
        (a, b): jaccard_index(stems[a], stems[b])
        for n, (a, *_) in enumerate(groups)
        for (b, *_) in groups[n + 1 :]
        if stems[a] & stems[b]
    }
    similarity = {pair: value for pair, value in similarity.items() if value >= LEAST_SIMILARITY}
    for (a, b), _value in sorted(similarity.items(), key=lambda item: (-item[1], item[0])):
        group = next(g for g in groups if a in g)
        other = next(g for g in groups if b in g)
        if group is other or any((min(x, y), max(x, y)) not in similarity for x in group for y in other):
            continue
        group.extend(other)
        groups.remove(other)
    return sorted((sorted(g) for g in groups if len(g) > 1), key=lambda g: g[0])


def jaccard_index(one: frozenset[str], other: frozenset[str]) -> float:
    """The Jaccard index of two sets of stems, 0 to 1; 0 when both are empty."""
    return len(one & other) / len(one | other) if one | other else 0.0
