"""Texts that somebody writes to make a page, a file or a letter do something, and what each would have done."""

from __future__ import annotations

import csv
import email
import io
import re
import zipfile
from email import policy

from lxml import html

_SOUNDS = "bcdfghjk"
#: The beginning of every mark, which nothing else in the demo holds.
BEGINNING = "zqx"


def mark(number: int) -> str:
    """A word of letters only that stands for one field."""
    return BEGINNING + "".join(_SOUNDS[number // 8**n % 8] for n in range(5))


def payloads(word: str, kind: str, longest: int) -> list[str]:
    """What is tried in a field, the most telling first; cut to shorter ones where there is little room."""
    if kind == "email":
        return [f"{word}+<script>@exempel.invalid", f'"{word}\\r\\nBcc"@exempel.invalid', f"{word}+b@exempel.invalid"]
    if kind == "url":
        return [f"javascript:{word}", f'https://exempel.invalid/{word}"onmouseover="{word}', f"https://{word}.invalid/"]
    full = [
        f"<script>{word}</script>\"onmouseover='{word}' {{{{7*7}}}}{{% now %}} '; --",
        f'=HYPERLINK("http://{word}.invalid";"{word}")',
        f"{word}\r\nBcc: {word}@exempel.invalid\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:{word}",
        f'#import "/etc/passwd" ${word}$ *_`\\ @{word} <{word}>',
        f"{word} | javascript:{word}",
        f"-2+{word}",
        f"{word} \u202e\U0001f600 a\u0308 \u0000"[:-1],
    ]
    short = [f"<b>{word}", f"=1+{word}", f"{word}<", word]
    turn = sum(map(ord, word)) % len(full)
    fitting = [p for p in (*full[turn:], *full[:turn]) if not longest or len(p.replace("\r\n", "\n")) <= longest]
    return [*fitting, *(p for p in short if not longest or len(p) <= longest)]


def in_page(text: str) -> list[str]:
    """What in a page is the payload at work, not shown."""
    tree = html.fromstring(text)
    wrong = [f"<script> with {e.text!r}" for e in tree.iter("script") if BEGINNING in (e.text or "")]
    for e in tree.iter():
        if not isinstance(e.tag, str):
            wrong += ["a comment"] if BEGINNING in (e.text or "") else []
            continue
        wrong += [f"{e.tag} {name}" for name in e.attrib if name.startswith("on") or BEGINNING in name]
        wrong += [f"<{e.tag}>"] if BEGINNING in e.tag else []
        for name in ("href", "src", "action", "formaction"):
            target = re.sub(r"[\x00-\x20]", "", e.get(name) or "").lower()
            if re.match(r"(javascript|data|vbscript|file):", target) and not target.startswith("data:image/"):
                wrong.append(f"{e.tag} {name}={target[:60]}")
    if f"{BEGINNING}" in text and re.search(r"onmouseover='" + BEGINNING, text):
        wrong.append("a quotation mark that is none")
    if re.search(BEGINNING + r"[^<>]{0,40}'? ?49\{", text):
        wrong.append("a template that was run")
    return wrong


def in_csv(content: bytes) -> list[str]:
    """Cells that a spreadsheet would run."""
    lines = content.decode("utf-8-sig").splitlines(keepends=True)
    rows = csv.reader([line for line in lines if not line.startswith("# ")], delimiter=";")
    return [cell[:60] for row in rows for cell in row if BEGINNING in cell and cell[:1] in "=+-@\t\r"]


def in_workbook(content: bytes) -> list[str]:
    """Formulas, and links that lead out."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}
    wrong = [
        f"{name}: a formula" for name, text in parts.items() if "worksheets/" in name and re.search(r"<f[ >]", text)
    ]
    wrong += [f"{name}: a link" for name, text in parts.items() if name.endswith(".rels") and BEGINNING in text]
    for name, text in parts.items():
        if name.endswith(".xml"):
            html.fromstring(text.encode())
    return wrong


def in_calendar(content: bytes) -> list[str]:
    """Lines that a text has begun."""
    lines = re.sub(r"\r\n[ \t]", "", content.decode()).split("\r\n")
    wrong = [line[:60] for line in lines if re.match(r"(?i)bcc|" + BEGINNING, line)]
    wrong += [line[:60] for line in lines if "\n" in line or "\r" in line]
    begun, ended = lines.count("BEGIN:VEVENT"), lines.count("END:VEVENT")
    uids = sum(line.startswith("UID:") for line in lines)
    return wrong + ([f"{begun} entries, {ended} ends, {uids} numbers"] if not begun == ended == uids else [])


def in_letter(raw: bytes, recipients: list[str]) -> list[str]:
    """Headers and recipients that a text has added."""
    letter = email.message_from_bytes(raw, policy=policy.default)
    allowed = {
        "content-type",
        "mime-version",
        "content-transfer-encoding",
        "subject",
        "from",
        "to",
        "date",
        "message-id",
        "reply-to",
        "auto-submitted",
        "list-unsubscribe",
    }
    wrong = [name for name in letter if name.lower() not in allowed]
    wrong += [f"to {r}" for r in recipients if BEGINNING in r and "+" not in r and not r.endswith("@exempel.invalid")]
    return wrong + [str(d) for part in letter.walk() for d in part.defects]
