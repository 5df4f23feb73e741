"""E-mail in plain text, sent when the transaction that it is about has been saved."""

from __future__ import annotations

import logging
import smtplib

from django.core.mail import send_mail
from django.db import transaction

log = logging.getLogger(__name__)


def post(subject: str, body: str, to: str) -> None:
    """Send one letter to one address, so that nobody sees who else got it. A mail server that fails stops no save: the
    log then says that a letter was lost, never whose."""

    def send() -> None:
        try:
            send_mail(" ".join(subject.split()), body, None, [to])
        except (OSError, smtplib.SMTPException) as error:
            log.warning("a letter could not be sent: %s", type(error).__name__)

    transaction.on_commit(send)
