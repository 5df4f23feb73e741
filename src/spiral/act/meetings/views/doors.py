"""Who gets in, and what they get when they do not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from spiral.act.meetings import queries
from spiral.ground.refusals import NotNow
from spiral.ground.revision import StaleRevision
from spiral.trust.access.deciding import AccessRefused
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door

View = Callable[..., HttpResponse]


def members(view: View) -> View:
    """The network's own pages."""
    return never_cache(door(Permission.MEETING_SEE)(view))


def planners(view: View) -> View:
    """For those who plan meetings."""
    return never_cache(door(Permission.MEETINGS_PLAN)(view))


def leaders(view: View) -> View:
    """For those who may lead this meeting; what cannot be done now is said, and nothing is written."""

    @never_cache
    @door(Permission.MEETING_LEAD)
    @wraps(view)
    def guarded(request: Request, number: int, *args: object, **kwargs: object) -> HttpResponse:
        meeting = meeting_or_404(request, number)
        if not queries.leads(request.viewer, meeting):
            raise AccessRefused(Permission.MEETING_LEAD)
        try:
            return view(request, meeting, *args, **kwargs)
        except NotNow:
            messages.error(request, _("Det går inte att göra nu: mötet är avslutat, inställt eller publicerat."))
        except StaleRevision:
            messages.error(request, _("Någon annan har sparat under tiden. Läs igenom och gör om din ändring."))
        except ObjectDoesNotExist as error:
            # A button for an item, a group or a seat that is another meeting's, or gone.
            raise Http404 from error
        return redirect("meetings:meeting", number)

    return guarded


def meeting_or_404(request: Request, number: int) -> queries.Meeting:
    meeting = queries.meeting_for(request.viewer, number)
    if meeting is None:
        raise Http404
    return meeting
