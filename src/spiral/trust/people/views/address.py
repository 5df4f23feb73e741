"""One's own e-mail address changed, when a letter to the new one has been opened. HTTP only."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from spiral.trust.access.requests import Request
from spiral.trust.people import address
from spiral.trust.people.forms_account import AddressForm

WRITE = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@WRITE
@login_required
def change(request: Request) -> HttpResponse:
    """Where the letter is to go. The answer is the same whoever has the address."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            token = address.ask(request, email, by=request.viewer)
        except address.TooManyLetters:
            form.add_error("email", _("Du har bett om flera mejl nyss. Vänta en kvart och försök igen."))
        else:
            link = request.build_absolute_uri(reverse("account_confirm_address", args=[token]))
            address.send(email, link, by=request.viewer)
            messages.success(request, _("Vi har skickat ett mejl till den nya adressen. Öppna länken i det."))
            return redirect("people:me")
    return render(request, "people/address.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@WRITE
@sensitive_variables("token")
def confirm(request: Request, token: str) -> HttpResponse:
    """The page behind the letter's link; its button changes the address."""
    new = address.read(token)
    if new is None:
        return render(request, "people/address_old.html", status=410)
    if request.method != "POST":
        return render(request, "people/address_confirm.html", {"email": new.email})
    try:
        address.change(new)
    except address.AddressTaken:
        return render(request, "people/address_taken.html", {"email": new.email}, status=409)
    messages.success(request, _("Adressen är bytt. Logga in med den nya från och med nu."))
    return redirect("people:me")
