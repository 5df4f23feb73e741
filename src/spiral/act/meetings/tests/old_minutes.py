"""Old minutes sent to the page that reads them, and its preview filled in."""

from __future__ import annotations

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

URL = "/moten/las-in/"
SAMPLE = Path(__file__).resolve().parents[5] / "tests" / "sources" / "data" / "minutes" / "paste.txt"


def upload(client, content: bytes | None = None, name: str = "gamla.txt"):
    content = SAMPLE.read_bytes() if content is None else content
    return client.post(URL, {"step": "read", "file": SimpleUploadedFile(name, content)})


def filled(answer) -> dict[str, str]:
    """The preview's form as a browser would send it back, unchanged."""
    form = html.fromstring(answer.content.decode()).xpath("//form[.//input[@name='step']]")[0]
    form.fields  # noqa: B018
    return {k: v.removeprefix("\n") for k, v in form.form_values() if k != "csrfmiddlewaretoken"}
