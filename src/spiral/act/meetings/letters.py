"""What a meeting sends by mail: invitations and changes with a calendar file, the summary, reminders.

One letter to each, so that nobody sees another's address; a letter that cannot be sent does not stop the rest.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.act.meetings.actions.planning import mark_asked_again, mark_invited
from spiral.act.meetings.actions.summing import mark_reminded, mark_sent
from spiral.act.meetings.exports import invitation, when
from spiral.act.meetings.models import Attendee, Meeting, SummaryEdition, Task
from spiral.act.meetings.programme import programme
from spiral.documents.blocks import Document
from spiral.documents.plain import plain, plain_blocks
from spiral.ground.confirm import Letter

log = logging.getLogger(__name__)


def invitation_letter(meeting: Meeting, address: str, seat: str) -> Letter:
    """An invitation, a change or a cancellation; ``seat`` is the reader's own link, or what stands for it."""
    is_off = meeting.state == Meeting.State.CANCELLED
    if is_off:
        subject = _("Inställt: %(title)s, %(when)s")
    elif meeting.invited_at:
        subject = _("Ändrat: %(title)s, %(when)s")
    else:
        subject = _("Inbjudan: %(title)s, %(when)s")
    facts = {"meeting": meeting, "when": when(meeting), "address": address, "seat": seat, "is_off": is_off}
    facts["agenda"] = plain_blocks(programme(meeting))
    text = str(render_to_string("meetings/mail/invitation.txt", facts))
    return Letter(subject % {"title": meeting.title, "when": when(meeting)}, text, ["mote.ics"])


def send_invitation(meeting: Meeting, address: str, seat_link: Callable[[Attendee], str]) -> tuple[int, int]:
    """The invitation to everybody with an address, each with the link to her own seat; (sent, not sent)."""
    file, method = invitation(meeting, address)
    prefetch_related_objects([meeting], "items")
    letters = {
        who.person.email: invitation_letter(meeting, address, seat_link(who)) for who in invited(meeting) if who.person
    }

    def dress(letter: EmailMultiAlternatives) -> None:
        letter.attach_alternative(file.decode(), f"text/calendar; method={method}; charset=utf-8")
        letter.attach("mote.ics", file, f"text/calendar; method={method}")

    sent, lost = _send(letters, dress)
    if sent or not lost:
        mark_invited(meeting.pk)
    return sent, lost


def summary_letter(meeting: Meeting, edition: SummaryEdition, address: str, document: Document) -> Letter:
    """The published summary: what has been corrected in it, where it is, and its words."""
    facts = {"text": plain(document, address), "address": address, "correction": edition.correction}
    subject = _("Rättad sammanfattning: %(title)s") if edition.correction else _("Sammanfattning: %(title)s")
    text = render_to_string("meetings/mail/summary.txt", facts)
    return Letter(subject % {"title": meeting.title}, str(text), ["sammanfattning.pdf"])


def send_summary(meeting: Meeting, letter: Letter, file: bytes) -> tuple[int, int]:
    """The published summary to those who were invited, with its PDF; (sent, not sent)."""
    letters = {who.person.email: letter for who in invited(meeting) if who.person}
    sent, lost = _send(letters, lambda m: m.attach("sammanfattning.pdf", file, "application/pdf"))
    if sent:
        mark_sent(meeting.pk)
    return sent, lost


def send_answer_reminders(attendees: list[Attendee], site: str) -> tuple[int, int]:
    """One letter to each who has not answered the invitation to a meeting; (sent, not sent)."""
    sent = lost = 0
    for who in attendees:
        if who.person is None:
            continue
        meeting = who.meeting
        address = site + reverse("meetings:meeting", args=[meeting.pk])
        facts = {"meeting": meeting, "when": when(meeting), "address": address}
        facts["agenda"] = plain_blocks(programme(meeting))
        subject = _("Kommer du? %(title)s, %(when)s") % {"title": meeting.title, "when": when(meeting)}
        letter = Letter(subject, str(render_to_string("meetings/mail/answer_reminder.txt", facts)))
        done, failed = _send({who.person.email: letter})
        sent, lost = sent + done, lost + failed
        if done:
            mark_asked_again(who)
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
        done, failed = _send({email: Letter(_("Uppgifter från nätverkets möten"), str(text))})
        sent, lost = sent + done, lost + failed
        if done:
            mark_reminded(own)
    return sent, lost


def invited(meeting: Meeting) -> list[Attendee]:
    """Those with an address, by address."""
    attendees = meeting.attendees.filter(person__isnull=False, person__is_active=True).select_related("person")
    return list(attendees.order_by("person__email"))


def _send(letters: dict[str, Letter], dress: Callable[[EmailMultiAlternatives], None] | None = None) -> tuple[int, int]:
    """Each letter by itself over one connection, ``dress`` puts its files in. The log says how many were lost, never
    whose."""
    sent, connection = 0, get_connection()
    try:
        connection.open()
        for address, letter in letters.items():
            mail = EmailMultiAlternatives(
                " ".join(letter.subject.split()), letter.text, to=[address], connection=connection
            )
            if dress:
                dress(mail)
            try:
                sent += bool(mail.send())
            except (OSError, smtplib.SMTPException) as error:
                log.warning("a letter could not be sent: %s", type(error).__name__)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("the mail server does not answer: %s", type(error).__name__)
    finally:
        connection.close()
    return sent, len(letters) - sent
