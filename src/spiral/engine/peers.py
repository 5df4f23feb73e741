"""Who is similar, and why: nearest neighbours on stated features, with the reasons for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Peer:
    """A similar place. ``shared`` are the features on which it lies nearer than a third of a standard deviation;
    where none does, it is empty and ``nearest`` names the one on which it lies nearest."""

    place: str
    distance: float
    shared: tuple[str, ...]
    nearest: str = ""


#: A feature is shared when two places differ by less than this, in standard deviations of all places.
NEAR = 1 / 3


def nearest(
    own: str, features: Mapping[str, Mapping[str, float]], reasons: Sequence[str], count: int = 7
) -> list[Peer]:
    """The ``count`` places nearest to ``own`` on ``reasons``, in alphabetical order of their keys (never by distance).

    ``features`` maps place → reason → value; places that lack one of the reasons are left out. Distance is Euclidean
    over features divided by their standard deviation. Raises KeyError when own lacks a reason or no reason is given.
    """
    if not reasons:
        raise KeyError("give at least one reason")
    target = np.array([features[own][r] for r in reasons])
    places = [p for p, f in features.items() if p != own and all(r in f for r in reasons)]
    if not places:
        return []
    matrix = np.array([[features[p][r] for r in reasons] for p in places])
    spread = np.vstack([matrix, target]).std(axis=0)
    steps = np.abs(matrix - target) / np.where(spread > 0, spread, 1.0)
    distance = np.sqrt((steps**2).sum(axis=1))
    chosen = sorted(np.argsort(distance, kind="stable")[:count], key=lambda i: places[i])
    peers = []
    for i in chosen:
        near = tuple(r for r, s in zip(reasons, steps[i], strict=True) if s < NEAR)
        peers.append(Peer(places[i], float(distance[i]), near, "" if near else reasons[int(np.argmin(steps[i]))]))
    return peers
