"""Forms of signing in: letters asked for are counted, and one's own address is changed."""

from __future__ import annotations

from allauth.account.forms import RequestLoginCodeForm, ResetPasswordForm
from allauth.core import context
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.ground.fields import EmailText
from spiral.trust.people import attempts


def _count(kind: attempts.Kind, email: str) -> None:
    if attempts.begin(kind, context.request, email) is None:
        raise forms.ValidationError(
            _("Vi har redan skickat flera mejl dit. Titta i skräpposten, eller försök igen om en kvart.")
        )


class CodeForm(RequestLoginCodeForm):
    """Asks for a code by e-mail."""

    def clean_email(self) -> str:
        _count(attempts.Kind.CODE, self.cleaned_data["email"])
        return super().clean_email()


class ForgottenPasswordForm(ResetPasswordForm):
    """Asks for a link to choose a new password."""

    def clean_email(self) -> str:
        _count(attempts.Kind.RESET, self.cleaned_data["email"])
        return super().clean_email()


class AddressForm(forms.Form):
    """A new address of one's own."""

    email = EmailText(
        lazy("Ny e-postadress"), 254, hint=lazy("Vi skickar en länk dit. Adressen byts först när du har öppnat länken.")
    )
