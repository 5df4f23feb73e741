"""What allauth may do here: no sign-up, our own count of tries, and letters that may fail."""

from __future__ import annotations

import logging
import smtplib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.contrib import messages
from django.utils.translation import gettext as _

from spiral.ground.visitor import address_of
from spiral.trust.access.requests import Request
from spiral.trust.people import attempts

log = logging.getLogger(__name__)


class InvitedOnly(DefaultAccountAdapter):
    """Nobody signs up by herself: persons are invited with an office."""

    def is_open_for_signup(self, request: Request) -> bool:
        return False

    def get_client_ip(self, request: Request) -> str:
        return address_of(request) or "0.0.0.0"  # noqa: S104 a word for "unknown", nothing listens on it

    def authenticate(self, request: Request, **credentials: Any) -> Any:
        """The person whose password this is, or None. Raises ValidationError when too many have been wrong."""
        attempt = attempts.begin(attempts.Kind.PASSWORD, request, str(credentials.get("email", "")))
        if attempt is None:
            raise forms.ValidationError(
                _("För många fel lösenord. Vänta en kvart, eller logga in nu med en kod till din e-post.")
            )
        person = super().authenticate(request, **credentials)
        if person is not None:
            attempts.succeeded(attempt)
        return person

    def reauthenticate(self, user: Any, password: str) -> bool:
        """allauth asks its own table for the address, where we keep none."""
        from allauth.core import context

        person = self.authenticate(context.request, email=user.email, password=password)
        return person is not None and person.pk == user.pk

    def pre_authenticate(self, request: Request, **credentials: Any) -> None:
        """Counted in ``authenticate`` instead."""

    def _rollback_login_failed_rl_usage(self) -> None:
        """Nothing of allauth's own count to take back."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A letter; where the post office is shut the visitor is told, and the log says that, never whose."""
        request = context.get("request") or self.request
        is_unknown = template_prefix.endswith("unknown_account")
        if is_unknown and request and attempts.begin(attempts.Kind.UNKNOWN, request, email) is None:
            return
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException) as error:
            log.warning("a letter could not be sent: %s", type(error).__name__)
            if request is not None:
                messages.error(request, _("Mejlet gick inte att skicka just nu. Försök igen om en stund."))
