"""What a meeting sends by mail: invitations and changes with a calendar file, the summary, reminders.

One letter to each, so that nobody sees another's address; a letter that cannot be sent does not stop the rest.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable

from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from spiral.act.meetings.actions.planning import mark_invited
from spiral.act.meetings.actions.summing import mark_reminded, mark_sent
from spiral.act.meetings.exports import invitation, when
from spiral.act.meetings.models import Attendee, Meeting, SummaryEdition, Task

log = logging.getLogger(__name__)


def send_invitation(meeting: Meeting, address: str, seat_link: Callable[[Attendee], str]) -> tuple[int, int]:
    """An invitation, a change or a cancellation to everybody with an address, each with the link to her own seat;
    (sent, not sent)."""
    file, method = invitation(meeting, address)
    if method == "CANCEL":
        subject = _("Inställt: %(title)s, %(when)s")
    elif meeting.invited_at:
        subject = _("Ändrat: %(title)s, %(when)s")
    else:
        subject = _("Inbjudan: %(title)s, %(when)s")
    subject %= {"title": meeting.title, "when": when(meeting)}
    facts = {"meeting": meeting, "when": when(meeting), "address": address, "method": method}
    texts = {
        who.person.email: str(render_to_string("meetings/mail/invitation.txt", {**facts, "seat": seat_link(who)}))
        for who in invited(meeting)
        if who.person
    }

    def dress(letter: EmailMultiAlternatives) -> None:
        letter.attach_alternative(file.decode(), f"text/calendar; method={method}; charset=utf-8")
        letter.attach("mote.ics", file, f"text/calendar; method={method}")

    sent, lost = _send(texts, subject, dress)
    if sent or not lost:
        mark_invited(meeting.pk)
    return sent, lost


def send_summary(meeting: Meeting, edition: SummaryEdition, address: str, file: bytes) -> tuple[int, int]:
    """The published summary to those who were invited, as a link and a PDF, with what has been corrected in it; (sent,
    not sent)."""
    facts = {"meeting": meeting, "when": when(meeting), "address": address, "correction": edition.correction}
    text = render_to_string("meetings/mail/summary.txt", facts)
    subject = _("Rättad sammanfattning: %(title)s") if edition.correction else _("Sammanfattning: %(title)s")
    subject %= {"title": meeting.title}
    texts = {who.person.email: str(text) for who in invited(meeting) if who.person}
    sent, lost = _send(texts, subject, lambda m: m.attach("sammanfattning.pdf", file, "application/pdf"))
    if sent:
        mark_sent(meeting.pk)
    return sent, lost


def send_reminders(tasks: list[Task], address: str) -> tuple[int, int]:
    """One letter to each with all her tasks that are due; (sent, not sent)."""
    by_person: dict[str, list[Task]] = {}
    for task in tasks:
        if task.attendee and task.attendee.person:
            by_person.setdefault(task.attendee.person.email, []).append(task)
    sent = lost = 0
    for email, own in by_person.items():
        text = render_to_string("meetings/mail/reminder.txt", {"tasks": own, "address": address})
        done, failed = _send({email: text}, _("Uppgifter från nätverkets möten"), lambda _letter: None)
        sent, lost = sent + done, lost + failed
        if done:
            mark_reminded(own)
    return sent, lost


def invited(meeting: Meeting) -> list[Attendee]:
    """Those with an address, by address."""
    attendees = meeting.attendees.filter(person__isnull=False, person__is_active=True).select_related("person")
    return list(attendees.order_by("person__email"))


def _send(texts: dict[str, str], subject: str, dress: Callable[[EmailMultiAlternatives], None]) -> tuple[int, int]:
    """Each letter by itself over one connection. The log says how many were lost, never whose."""
    sent, connection = 0, get_connection()
    try:
        connection.open()
        for address, text in texts.items():
            letter = EmailMultiAlternatives(" ".join(subject.split()), text, to=[address], connection=connection)
            dress(letter)
            try:
                sent += bool(letter.send())
            except (OSError, smtplib.SMTPException) as error:
                log.warning("a letter could not be sent: %s", type(error).__name__)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("the mail server does not answer: %s", type(error).__name__)
    finally:
        connection.close()
    return sent, len(texts) - sent
