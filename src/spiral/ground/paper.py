"""A document answered as a PDF that the browser opens."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from spiral.documents.blocks import Document
from spiral.documents.pdf import TYPE, pdf


def on_paper(request: HttpRequest, document: Document, name: str, made_at: datetime | None = None) -> HttpResponse:
    """``document`` as NAME.pdf. ``made_at`` is when its content was settled; None is now. Its links lead to the site
    that was asked."""
    content = pdf(document, made_at=made_at or timezone.now(), site=request.build_absolute_uri("/"))
    response = HttpResponse(content, content_type=TYPE)
    response["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf") or "inline"
    return response
