"""What is shown, printed and fetched: the driver diagram, one sheet of paper, the board's page, files."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from spiral.documents.svg.drivers import draw_drivers, drivers_table
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door
from spiral.understand.inquiries.exports import TYPES, inquiry_file
from spiral.understand.inquiries.pages.board import board_page
from spiral.understand.inquiries.pages.drawing import drivers
from spiral.understand.inquiries.pages.inquiry import inquiry_page
from spiral.understand.inquiries.pages.paper import paper
from spiral.understand.inquiries.views.writing import whole_of


@require_safe
@never_cache
@door(Permission.INQUIRY_SEE)
def drawing(request: Request, number: int) -> HttpResponse:
    """The same tree as a driver diagram."""
    whole = whole_of(request, number)
    chart = drivers(whole)
    context = {
        "page": inquiry_page(request.viewer, whole),
        "inquiry": whole.inquiry,
        "drawn": draw_drivers(chart, "driv"),
        "table": drivers_table(chart),
        "chart": chart,
    }
    return render(request, "inquiries/drivers.html", context)


@require_safe
@never_cache
@door(Permission.INQUIRY_SEE)
def sheet(request: Request, number: int) -> HttpResponse:
    """The tree, the evidence and the next step on one sheet."""
    whole = whole_of(request, number)
    page = inquiry_page(request.viewer, whole)
    context = {"page": page, "inquiry": whole.inquiry, "paper": paper(page.tree)}
    return render(request, "inquiries/sheet.html", context)


@require_safe
@never_cache
@door(Permission.INQUIRY_SEE)
def board(request: Request, number: int) -> HttpResponse:
    """What we saw, why we think so, what we tried, what happened."""
    whole = whole_of(request, number)
    return render(request, "inquiries/board.html", {"page": board_page(whole), "inquiry": whole.inquiry})


@require_safe
@never_cache
@door(Permission.INQUIRY_SEE)
def download(request: Request, number: int, kind: str) -> HttpResponse:
    """The inquiry as a file."""
    whole = whole_of(request, number)
    if kind not in TYPES:
        raise Http404
    response = HttpResponse(inquiry_file(whole, kind), content_type=TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, f"undersokning-{number}.{kind}")
    return response
