"""Forms of signing in: letters asked for are counted, and one's own address is changed."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.core import context
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.engine.characters import email_address
from spiral.ground.fields import EmailText
from spiral.trust.people import attempts


def _count(kind: attempts.Kind, email: str) -> None:
    if attempts.begin(kind, context.request, email) is None:
        raise forms.ValidationError(
            _("Vi har redan skickat flera mejl dit. Titta i skräpposten, eller försök igen om en kvart.")
        )


def _in_our_words(form: forms.Form) -> None:
    """The fields of a form of allauth's as ours look: a label above, nothing in the field; what a password must be is
    said once, at the top of the page."""
    labels = {
        "oldpassword": _("Ditt lösenord nu"),
        "password": _("Lösenord"),
        "password1": _("Nytt lösenord"),
        "password2": _("Samma lösenord en gång till"),
    }
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.help_text = ""
        field.label = labels.get(name, field.label)


class PasswordForm(SetPasswordForm):
    """Chooses a first password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class NewPasswordForm(ChangePasswordForm):
    """Changes the password for another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class PasswordByLinkForm(ResetPasswordKeyForm):
    """Chooses a password by the link of a letter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class ConfirmForm(ReauthenticateForm):
    """Confirms who it is, by the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


def _forgiving(field: forms.Field) -> None:
    """The field takes an address as people paste it: with "mailto:", in brackets, with signs that are not seen. A
    browser's own field of an address would refuse them before they are sent."""
    usual = field.to_python

    def to_python(value: Any) -> Any:
        with suppress(ValueError):
            value = email_address(str(value or ""))
        return usual(value)

    field.to_python = to_python  # type: ignore[method-assign]
    field.widget.input_type = "text"
    field.widget.attrs |= {"inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}


class CodeForm(RequestLoginCodeForm):
    """Asks for a code by e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _forgiving(self.fields["email"])

    def clean_email(self) -> str:
        _count(attempts.Kind.CODE, self.cleaned_data["email"])
        return super().clean_email()


class SignInForm(LoginForm):
    """Signs in with an address and a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _forgiving(self.fields["login"])


class ForgottenPasswordForm(ResetPasswordForm):
    """Asks for a link to choose a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _forgiving(self.fields["email"])

    def clean_email(self) -> str:
        _count(attempts.Kind.RESET, self.cleaned_data["email"])
        return super().clean_email()


class AddressForm(forms.Form):
    """A new address of one's own."""

    email = EmailText(
        lazy("Ny e-postadress"), 254, hint=lazy("Vi skickar en länk dit. Adressen byts först när du har öppnat länken.")
    )
