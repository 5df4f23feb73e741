"""What is asked before something is done with a meeting that others notice: what will happen, and to whom."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.act.meetings import queries
from spiral.act.meetings.exports import when
from spiral.act.meetings.letters import invited
from spiral.exchange.ratings import RatingState
from spiral.ground.confirm import Confirmation, Letter


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


def before_ending(meeting: queries.Meeting) -> Confirmation:
    """Everybody's telephone says that it is over."""
    here = sum(a.is_present for a in queries.attendees(meeting))
    left = [i.title for i in queries.agenda(meeting) if i.state == i.State.WAITING]
    happens = [
        ngettext(
            "Telefonen hos den som är med säger att mötet är slut.",
            "Telefonerna hos de %(n)s som är med säger att mötet är slut.",
            here,
        )
        % {"n": here},
        _("Koden slutar gälla, och det går inte längre att skriva i anteckningarna."),
    ]
    if left:
        happens.append(_("De här punkterna har ni inte hunnit: %(items)s.") % {"items": ", ".join(left)})
    happens.append(_("Mötet går att öppna igen tills sammanfattningen är publicerad."))
    return Confirmation(
        _("Avsluta mötet för alla?"), happens, _("Avsluta mötet"), reverse("meetings:stage", args=[meeting.pk])
    )


def before_revealing(meeting: queries.Meeting, answering: RatingState) -> Confirmation:
    """The rating takes no more answers, and what few have answered about is gone."""
    here = sum(a.is_present for a in queries.attendees(meeting))
    few = [name for name, answered in answering.targets if not answered]
    happens = [
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
    return Confirmation(
        _("Visa resultatet för alla?"),
        happens,
        _("Visa resultatet för alla"),
        reverse("meetings:stage", args=[meeting.pk]),
    )


def before_publishing(meeting: queries.Meeting) -> Confirmation:
    """Everybody in the network can read it."""
    decided, given = len(queries.decisions(meeting)), len(queries.tasks(meeting))
    what = [
        ngettext("%(n)s beslut", "%(n)s beslut", decided) % {"n": decided},
        ngettext("%(n)s uppgift", "%(n)s uppgifter", given) % {"n": given},
    ]
    happens = [
        _("Alla i nätverket kan läsa den: %(what)s.") % {"what": _(" och ").join(what)},
        _("Det går inte längre att skriva i mötet, och inte att öppna det igen."),
        _("Är något fel rättar du den efteråt. Den första utgåvan finns då kvar, och de som läser får veta det."),
    ]
    return Confirmation(
        _("Publicera sammanfattningen?"),
        happens,
        _("Publicera sammanfattningen"),
        reverse("meetings:edit_summary", args=[meeting.pk]),
    )


def before_sending(meeting: queries.Meeting, what: str, back: str, letter: Letter) -> Confirmation:
    """Letters go to many, and are shown first; who has no address gets none. ``what`` is "invitation" or "summary"."""
    reached = invited(meeting)
    missed = [a.label for a in queries.attendees(meeting) if a not in reached and not a.is_guest]
    n = len(reached)
    happens = [ngettext("Ett mejl går till %(n)s person:", "Mejl går till %(n)s personer:", n) % {"n": n}]
    happens[0] += " " + "; ".join(a.label for a in reached) + "."
    if missed:
        happens.append(_("De här har ingen adress och får inget mejl: %(who)s.") % {"who": "; ".join(missed)})
    match what:
        case "summary":
            title, button = _("Skicka sammanfattningen till alla?"), _("Skicka sammanfattningen")
            happens.append(_("Brevet har en länk och hela sammanfattningen som PDF."))
        case _ if meeting.state == meeting.State.CANCELLED:
            title, button = _("Skicka att mötet är inställt till alla?"), _("Skicka beskedet")
            happens.append(_("Mötet försvinner ur deras kalendrar."))
        case _ if meeting.invited_at:
            title, button = _("Skicka ändringen till alla?"), _("Skicka ändringen")
            sent = date_format(timezone.localtime(meeting.invited_at), "j F")
            happens.append(_("De fick inbjudan %(day)s. Posten i deras kalendrar ändras.") % {"day": sent})
        case _:
            title, button = _("Skicka inbjudan till alla?"), _("Skicka inbjudan")
            happens.append(_("Brevet har dagordningen, en post till kalendern och en egen länk för var och en."))
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
