"""Nobody signs up by herself: persons are invited with an office."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):
    """allauth's account adapter with the door for strangers closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
