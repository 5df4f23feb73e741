"""The text of a paragraph in Word as it is seen: nothing hidden, deleted or moved away, boxes as they are ticked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spiral.sources.minutes.word_seen import OFF, W, WordSight

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SKIPPED = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # says again what Choice has said
_GONE = {f"{W}{tag}" for tag in ("del", "moveFrom", "rt")}
_NODES = tuple(f"{W}{tag}" for tag in ("t", "tab", "br", "cr", "noBreakHyphen", "hyperlink", "sym", "checkBox", "ptab"))
#: Signs of the symbol fonts that are boxes; another font's signs are left out.
_SYMBOLS = {
    **dict.fromkeys(("2611", "2612", "F052", "F053", "F054", "F0FD", "F0FE", "F078"), "☒"),
    **dict.fromkeys(("2610", "F06F", "F0A8", "F071", "F072", "F0A3"), "☐"),
    **dict.fromkeys(("F0FC", "2713", "2714", "F050"), "✓"),
    **dict.fromkeys(("F0FB", "2717", "2718", "F04F"), "✗"),
}


def is_skipped(node: Any) -> bool:
    """Whether it says again what stands beside it."""
    return any(a.tag == _SKIPPED for a in node.iterancestors())


def is_gone(row: Any) -> bool:
    """Whether a table's row has been deleted, with the change still marked."""
    properties = row.find(f"{W}trPr")
    return properties is not None and properties.find(f"{W}del") is not None


def text_of(p: Any, addresses: dict[str, str], sight: WordSight) -> str:
    """The paragraph's own text, in order; an address that the text does not show follows it in brackets."""
    return "".join(_pieces(p, addresses, sight))


def _pieces(p: Any, addresses: dict[str, str], sight: WordSight) -> Iterator[str]:
    shown_last: dict[Any, str] = {}
    for node in p.iter(*_NODES):
        if next(node.iterancestors(f"{W}p")) is not p or is_skipped(node) or _is_unseen(node, p, sight):
            continue
        if node.tag == f"{W}t":
            yield (node.text or "") + shown_last.pop(node, "")
        elif node.tag == f"{W}hyperlink":
            texts = [t for t in node.iter(f"{W}t") if not _is_unseen(t, p, sight)]
            address = addresses.get(node.get(f"{_R}id", ""), "")
            is_web = address.startswith(("http://", "https://"))
            if is_web and texts and address not in "".join(t.text or "" for t in texts):
                shown_last[texts[-1]] = f" ({address})"
        elif node.tag == f"{W}sym":
            yield _SYMBOLS.get(node.get(f"{W}char", "").upper(), "")
        elif node.tag == f"{W}checkBox":
            yield "☒ " if _is_ticked(node) else "☐ "
        elif node.tag.endswith(("}br", "}cr")):
            yield "\n"
        else:
            yield "-" if node.tag.endswith("Hyphen") else " "


def _is_unseen(node: Any, p: Any, sight: WordSight) -> bool:
    """Deleted, moved away, hidden, or the words of a field that nobody has filled in."""
    for holder in node.iterancestors():
        if holder.tag in _GONE:
            return True
        if holder.tag == f"{W}r" and sight.is_hidden(holder, p):
            return True
        if holder.tag == f"{W}sdt" and holder.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            return True
    return False


def _is_ticked(box: Any) -> bool:
    for tag in ("checked", "default"):
        node = box.find(f"{W}{tag}")
        if node is not None:
            return node.get(f"{W}val", "1") not in OFF
    return False
