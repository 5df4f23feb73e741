"""Who holds which office when, seats and vacancies, invitations. HTTP only."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.ground.confirm import ask_first
from spiral.sources.reading import today
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door
from spiral.trust.networks import queries as places
from spiral.trust.people import asking, register, register_actions
from spiral.trust.people.forms import EndForm, OfficeForm, PersonForm, SeatForm

WRITE = require_http_methods(["GET", "HEAD", "POST"])
_ON_A_PAGE = 20


@never_cache
@require_safe
@door(Permission.PEOPLE_READ)
def networks(request: Request) -> HttpResponse:
    """Networks, workgroups and cross-networks, who holds what in each, and what is vacant."""
    page = Paginator([None, *places.networks(request.viewer)], _ON_A_PAGE).get_page(request.GET.get("page"))
    held = register.holdings(request.viewer, list(page))
    context = {
        "held": held,
        "page": page,
        "vacant": sum(h.vacant for h in held),
        "keeps": allows(request.viewer, Permission.PEOPLE_KEEP),
        "count": page.paginator.count - 1,
        "tab": "natverk",
    }
    return render(request, "people/networks.html", context)


@never_cache
@require_safe
@door(Permission.PEOPLE_READ)
def network(request: Request, slug: str | None = None) -> HttpResponse:
    network = _network(request, slug)
    held = register.holdings(request.viewer, [network])[0]
    context = {
        "held": held,
        "network": network,
        "keeps": allows(request.viewer, Permission.PEOPLE_KEEP),
        "tab": "natverk",
    }
    return render(request, "people/network.html", context)


@never_cache
@WRITE
@door(Permission.PEOPLE_KEEP)
def seats(request: Request, slug: str | None = None) -> HttpResponse:
    """How many hold each role; what nobody holds is a vacancy."""
    network = _network(request, slug)
    number = network.pk if network else None
    seats_now = register.seats(request.viewer, network)
    form = SeatForm(number, request.POST if request.method == "POST" else None, instance=seats_now)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        with form.saving():
            register_actions.set_seats(
                number, cleaned["role"], cleaned["how_many"], cleaned["note"], form.opened_on, by=request.viewer
            )
            messages.success(request, _("Platserna är sparade."))
            return redirect("networks:network", slug) if slug else redirect("networks:whole_network")
    context = {"form": form, "network": network, "seats": seats_now.listed, "tab": "natverk"}
    return render(request, "people/seats.html", context, status=form.http_status)


@never_cache
@require_safe
@door(Permission.PEOPLE_READ)
def people(request: Request) -> HttpResponse:
    asked = request.GET.get("search", "").replace("\0", "").strip()[:100]
    page = Paginator(register.people(request.viewer, asked), register.PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    rows = [
        (
            p,
            [
                register.said(o) + f", {o.place_name}"
                for o in p.offices.all()
                if o.from_date <= today and (o.to_date is None or o.to_date >= today)
            ],
        )
        for p in page
    ]
    context = {
        "rows": rows,
        "page": page,
        "asked": asked,
        "keeps": allows(request.viewer, Permission.PEOPLE_KEEP),
        "tab": "personer",
    }
    return render(request, "people/people.html", context)


@never_cache
@require_safe
@door(Permission.PEOPLE_READ)
def person(request: Request, number: int) -> HttpResponse:
    return _person_page(request, number)


@never_cache
@WRITE
@door(Permission.PEOPLE_KEEP)
def new_person(request: Request) -> HttpResponse:
    return _write_person(request, None)


@never_cache
@WRITE
@door(Permission.PEOPLE_KEEP)
def edit_person(request: Request, number: int) -> HttpResponse:
    return _write_person(request, number)


@require_POST
@door(Permission.PEOPLE_KEEP)
def give_office(request: Request, number: int) -> HttpResponse:
    """An office for a term."""
    person = _person(request, number)
    form = OfficeForm(request.viewer, request.POST)
    if not form.is_valid():
        return _person_page(request, number, form)
    cleaned = form.cleaned_data
    if asked := ask_first(request, asking.before_giving_everywhere(person, cleaned["role"], cleaned["place"])):
        return asked
    network_id = int(cleaned["network"]) if cleaned["network"] else None
    register_actions.give_office(
        number,
        cleaned["role"],
        cleaned["place"],
        network_id,
        cleaned["from_date"],
        cleaned["to_date"],
        cleaned["title"],
        by=request.viewer,
    )
    messages.success(request, _("Rollen är sparad."))
    return redirect("networks:person", number)


@require_POST
@door(Permission.PEOPLE_KEEP)
def end_office(request: Request, number: int, office: int) -> HttpResponse:
    person = _person(request, number)
    held = next((o for o in person.offices.all() if o.pk == office), None)
    if held is None:
        raise Http404
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Skriv sista dagen som år, månad, dag: %(day)s.") % {"day": today.day()})
        return redirect("networks:person", number)
    if asked := ask_first(request, asking.before_ending(held, form.cleaned_data["last_day"])):
        return asked
    try:
        with form.saving():
            register_actions.end_office(office, form.cleaned_data["last_day"], form.opened_on, by=request.viewer)
            messages.success(request, _("Rollen har fått en sista dag och står kvar i historiken."))
            return redirect("networks:person", number)
    except register_actions.Backwards:
        messages.error(request, _("Sista dagen är före den första. Välj en senare dag."))
        return redirect("networks:person", number)
    return _person_page(request, number, ending=(office, form))


@require_POST
@door(Permission.PEOPLE_KEEP)
def invite(request: Request, number: int) -> HttpResponse:
    """A letter on how to sign in; the same button sends it again."""
    if asked := ask_first(request, asking.before_inviting(_person(request, number))):
        return asked
    address = request.build_absolute_uri(reverse("account_request_login_code"))
    if register_actions.invite(number, address, by=request.viewer):
        messages.success(request, _("Inbjudan är skickad."))
    else:
        messages.error(request, _("Personen har ingen roll nu eller framöver. Ge en roll först, och bjud in sedan."))
    return redirect("networks:person", number)


def _write_person(request: Request, number: int | None) -> HttpResponse:
    person = _person(request, number) if number is not None else None
    form = PersonForm(request.POST if request.method == "POST" else None, instance=person)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            with form.saving():
                if number is None:
                    number = register_actions.add_person(cleaned["name"], cleaned["email"], by=request.viewer).pk
                else:
                    register_actions.change_person(
                        number, cleaned["name"], cleaned["email"], form.opened_on, by=request.viewer
                    )
                messages.success(request, _("Personen är sparad."))
                return redirect("networks:person", number)
        except register_actions.AddressTaken:
            form.add_error("email", _("Adressen finns redan i registret. Sök upp personen och ge rollen där."))
    context = {"form": form, "person": person, "tab": "personer"}
    return render(request, "people/edit_person.html", context, status=form.http_status)


def _person_page(
    request: Request, number: int, form: OfficeForm | None = None, ending: tuple[int, EndForm] | None = None
) -> HttpResponse:
    """``form`` is an office that could not be given; ``ending`` the office, and the form, of an end that somebody else
    has been before."""
    person, today = _person(request, number), timezone.localdate()
    sent = dict([ending] if ending else [])
    offices = [
        (
            o,
            register.said(o),
            o.to_date is not None and o.to_date < today,
            sent.get(o.pk) or EndForm(instance=o, initial={"last_day": today}, auto_id=f"sista-{o.pk}-%s"),
        )
        for o in person.offices.all()
    ]
    keeps = allows(request.viewer, Permission.PEOPLE_KEEP)
    context = {
        "person": person,
        "offices": offices,
        "keeps": keeps,
        "form": form or (OfficeForm(request.viewer) if keeps else None),
        "today": today,
        "now": sum(not ended for _o, _s, ended, _form in offices),
        "tab": "personer",
    }
    return render(request, "people/person.html", context, status=409 if ending else 422 if form else 200)


def _person(request: Request, number: int) -> register.Person:
    person = register.person(request.viewer, number)
    if person is None:
        raise Http404
    return person


def _network(request: Request, slug: str | None) -> register.Network | None:
    network = places.network(request.viewer, slug) if slug else None
    if slug and network is None:
        raise Http404
    return network
