"""How large a sheet a tree needs."""

from __future__ import annotations

import math

from spiral.understand.inquiries.pages.tree import Node, Tree

#: Lines that a sheet holds: A4 upright; A3 lying, in two columns; the same in small print and three columns.
ON_A4, ON_A3 = 54, 110
#: Characters on a line, less for each why that moves an answer in.
_WIDTH, _INDENT = 62, 4


def paper(tree: Tree) -> str:
    """ "a4", "a3", or "a3 tight": A3 in small print."""
    lines = sum(_lines(node) for node in tree.walk())
    return "a4" if lines <= ON_A4 else "a3" if lines <= ON_A3 else "a3 tight"


def _lines(node: Node) -> int:
    """About how many printed lines an answer takes, its heading and the space around it included."""
    width = max(_WIDTH - _INDENT * node.why, 20)
    texts = [node.because.text, *(m.text for m in node.merged), *(f"{p} fryst" for p in node.pieces)]
    if node.because.how_known:
        texts.append(f"Hur vet vi det? {node.because.how_known}")
    return 1 + sum(math.ceil(len(text) / width) for text in texts)
