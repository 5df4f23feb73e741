"""Writes of the results app: report an error in a figure, comment as owner, answer. Loading stands in ``loading``."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from spiral.see.results.models import Remark
from spiral.trust.access.deciding import AccessRefused, office_at, require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action


@transaction.atomic
def report_error(place: str, figure: str, text: str, email: str = "", *, by: Viewer) -> Remark:
    """'Fel i siffran?', open to everybody."""
    remark = Remark.objects.create(
        kind=Remark.Kind.ERROR, place=place, figure=figure, text=text, email=email, author=by.person
    )
    record(Action.RESULTS_QUESTIONED, figure, by=by, place=place)
    return remark


@transaction.atomic
def comment(places: tuple[str, ...], figure: str, text: str, *, by: Viewer) -> Remark:
    """The owner's own words beside a figure, signed by office. Raises PermissionDenied for others."""
    office = office_at(by, Permission.FIGURES_COMMENT, *places)
    if office is None:
        raise AccessRefused(Permission.FIGURES_COMMENT)
    remark = Remark.objects.create(
        kind=Remark.Kind.COMMENT, place=places[0], figure=figure, text=text, author=by.signed_in, signed=str(office)
    )
    record(Action.RESULTS_COMMENTED, figure, by=by, place=places[0])
    return remark


@transaction.atomic
def handle(remark: Remark, *, by: Viewer) -> None:
    """Mark a question about a figure as answered. Raises PermissionDenied for others than the coordinator."""
    require(by, Permission.REMARKS_ANSWER)
    remark.handled_at = timezone.now()
    remark.save(update_fields=["handled_at"])
    record(Action.RESULTS_QUESTION_ANSWERED, remark.figure, by=by, place=remark.place)
