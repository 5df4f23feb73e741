"""What is asked before something is done with a meeting that others notice: what will happen, and to whom."""

from __future__ import annotations

from collections.abc import Container

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.act.meetings import queries
from spiral.act.meetings.agenda import too_long
from spiral.act.meetings.exports import when
from spiral.act.meetings.letters import invited
from spiral.act.meetings.rules import takes_seats
from spiral.exchange.ratings import ratings
from spiral.ground.confirm import Confirmation, Letter
from spiral.ground.words import language
from spiral.trust.anonymous.asking import in_words


def before_beginning(meeting: queries.Meeting) -> Confirmation | None:
    """Asked when the meeting is planned for a later day; None when it is for today, or has been held."""
    day = timezone.localdate(meeting.starts_at)
    days = (day - timezone.localdate()).days
    if days < 1 or meeting.started_at:
        return None
    planned = _("Det är planerat till %(when)s.") % {"when": when(meeting)}
    left = ngettext("Det är i morgon.", "Det är om %(n)s dagar.", days) % {"n": days}
    return Confirmation(
        _("Börja mötet redan i dag?"),
        [
            f"{planned} {left}",
            _("Klockan för första punkten börjar gå, och koden gäller i dag."),
            _("Ingen får något mejl. Du kan avsluta mötet och öppna det igen den dag det är."),
        ],
        _("Börja mötet nu"),
        reverse("meetings:meeting", args=[meeting.pk]),
    )


def before_steering(meeting: queries.Meeting, sent: Container[str]) -> Confirmation | None:
    """Of the buttons of the leader's page two are asked about; the others are taken back by pressing another."""
    if "end" in sent:
        return before_ending(meeting)
    return before_revealing(meeting) if "reveal" in sent else None


def before_ending(meeting: queries.Meeting) -> Confirmation:
    """Everybody's telephone says that it is over."""
    left = [i.title for i in queries.agenda(meeting) if i.state == i.State.WAITING]
    happens = []
    if here := sum(a.is_present for a in queries.attendees(meeting)):
        seen = ngettext(
            "Telefonen hos den som är med visar att mötet är slut.",
            "Telefonerna hos de %(n)s som är med visar att mötet är slut.",
            here,
        )
        happens.append(seen % {"n": here})
    happens.append(_("Koden slutar gälla, och det går inte längre att skriva i anteckningarna."))
    if left:
        happens.append(_("De här punkterna har ni inte hunnit: %(items)s.") % {"items": ", ".join(left)})
    happens.append(_("Mötet går att öppna igen tills sammanfattningen är publicerad."))
    return _at_stage(meeting, _("Avsluta mötet för alla?"), happens, _("Avsluta mötet"))


def before_publishing(meeting: queries.Meeting) -> Confirmation:
    """Everybody in the network can read it."""
    decided, given = len(queries.decisions(meeting)), len(queries.tasks(meeting))
    what = [
        ngettext("%(n)s beslut", "%(n)s beslut", decided) % {"n": decided},
        ngettext("%(n)s uppgift", "%(n)s uppgifter", given) % {"n": given},
    ]
    happens = [
        _("Alla i nätverket kan läsa den: %(what)s.") % {"what": _(" och ").join(what)},
        *_sent_again(meeting),
        _("Det går inte längre att skriva i mötet, och inte att öppna det igen."),
        _("Är något fel rättar du den efteråt. Den första utgåvan finns då kvar, och de som läser får veta det."),
    ]
    return Confirmation(
        _("Publicera sammanfattningen?"),
        happens,
        _("Publicera sammanfattningen"),
        reverse("meetings:edit_summary", args=[meeting.pk]),
    )


def _sent_again(meeting: queries.Meeting) -> list[str]:
    """A correction is mailed to those who got what it corrects."""
    n = len(invited(meeting)) if meeting.summary_sent_at else 0
    return [ngettext("Ett mejl går till %(n)s person.", "Mejl går till %(n)s personer.", n) % {"n": n}] if n else []


def before_revealing(meeting: queries.Meeting) -> Confirmation | None:
    """The rating takes no more answers, what few have answered about is gone, and everybody sees the result; None where
    there is none to show."""
    opened = meeting.current.round if meeting.current else None
    answering = ratings().state(opened.pk, language()) if opened else None
    if answering is None or not answering.may_be_shown:
        return None
    here = sum(a.is_present for a in queries.attendees(meeting))
    few = [name for name, answered in answering.targets if not answered]
    happens = [
        _("Så många har svarat: %(counts)s.") % {"counts": in_words(answering.targets)},
        ngettext(
            "Resultatet visas på skärmen och i telefonen hos den som är med.",
            "Resultatet visas på skärmen och i telefonerna hos de %(n)s som är med.",
            here,
        )
        % {"n": here},
        _("Skattningen stängs: ingen mer kan svara, och den går inte att öppna igen."),
    ]
    if few:
        lost = _("Färre än fem har svarat om det här, och de svaren raderas: %(what)s.")
        happens.append(lost % {"what": ", ".join(few)})
    return _at_stage(meeting, _("Visa resultatet för alla?"), happens, _("Visa resultatet"))


def before_changing_code(meeting: queries.Meeting) -> Confirmation | None:
    """None where the room is not open."""
    if not takes_seats(meeting):
        return None
    happens = [
        _("Koden %(code)s slutar gälla.") % {"code": meeting.code},
        _("De som redan är med är kvar. Alla andra behöver den nya koden."),
    ]
    return _at_stage(meeting, _("Byt kod?"), happens, _("Byt kod"))


def before_showing_out(meeting: queries.Meeting, attendee_id: int) -> Confirmation | None:
    """None for who is no guest, or has gone."""
    guest = next((a for a in queries.attendees(meeting) if a.is_guest and a.pk == attendee_id), None)
    if guest is None:
        return None
    happens = [
        _("%(who)s kan inte längre läsa eller skriva i mötet.") % {"who": guest.label},
        _("Det gästen har skrivit i en grupps anteckning finns kvar."),
    ]
    return _at_stage(meeting, _("Visa ut gästen?"), happens, _("Visa ut gästen"))


def _at_stage(meeting: queries.Meeting, title: str, happens: list[str], button: str) -> Confirmation:
    return Confirmation(title, happens, button, reverse("meetings:stage", args=[meeting.pk]))


def before_sending(meeting: queries.Meeting, what: str, back: str, letter: Letter) -> Confirmation:
    """Letters go to many, and are shown first; who has no address gets none. ``what`` is "invitation" or "summary"."""
    reached = invited(meeting)
    missed = [a.label for a in queries.attendees(meeting) if a not in reached and not a.is_guest]
    n = len(reached)
    happens = [ngettext("Ett mejl går till %(n)s person:", "Mejl går till %(n)s personer:", n) % {"n": n}]
    happens[0] += " " + "; ".join(a.label for a in reached) + "."
    if missed:
        happens.append(_("De här har ingen adress och får inget mejl: %(who)s.") % {"who": "; ".join(missed)})
    is_agenda_sent = what == "invitation" and meeting.state != meeting.State.CANCELLED
    if is_agenda_sent and (said := too_long(meeting, queries.items(meeting))):
        happens.append(said)
    match what:
        case "summary":
            title, button = _("Skicka sammanfattningen till alla?"), _("Skicka sammanfattningen")
            happens.append(_("Mejlet innehåller en länk och hela sammanfattningen som PDF."))
        case _ if meeting.state == meeting.State.CANCELLED:
            title, button = _("Meddela alla att mötet är inställt?"), _("Skicka beskedet")
            happens.append(_("Mötet försvinner ur deras kalendrar."))
        case _ if meeting.invited_at:
            title, button = _("Skicka ändringen till alla?"), _("Skicka ändringen")
            sent = date_format(timezone.localtime(meeting.invited_at), "j F")
            happens.append(_("De fick inbjudan %(day)s. Posten i deras kalendrar ändras.") % {"day": sent})
        case _:
            title, button = _("Skicka inbjudan till alla?"), _("Skicka inbjudan")
            happens.append(
                _("Mejlet innehåller dagordningen, en post till kalendern och en egen länk till var och en.")
            )
    return Confirmation(title, happens, button, back, letter)


def before_cancelling(meeting: queries.Meeting) -> Confirmation:
    """It stays in the plan, as cancelled."""
    n = len(queries.attendees(meeting))
    happens = [
        _("Mötet %(when)s står kvar i årsplanen som inställt, och koden slutar gälla.") % {"when": when(meeting)},
        ngettext("%(n)s är inbjuden.", "%(n)s är inbjudna.", n) % {"n": n}
        + " "
        + _("Ingen får besked förrän du skickar det."),
    ]
    return Confirmation(
        _("Ställ in mötet?"), happens, _("Ställ in mötet"), reverse("meetings:meeting", args=[meeting.pk])
    )
