"""The enumerations of access: roles, scopes and permissions, each with the sentence that an officer reads."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Role(TextChoices):
    """What somebody holds an office as."""

    COORDINATOR = "coordinator", _("Samordnare")
    MEMBER = "member", _("Nätverksmedlem")
    CHAIR = "chair", _("Presidium")
    SUPERINTENDENT = "superintendent", _("Skolchef")
    PRINCIPAL = "principal", _("Rektor")
    ELECTED = "elected", _("Förtroendevald")
    INDEPENDENT = "independent", _("Fristående huvudman")
    STEERING = "steering", _("Styrgrupp")


class Scope(Enum):
    """On which things a permission holds. A model says in ``scopes`` how each of them meets its fields."""

    ANY = _("alla")
    REGION = _("alla, för den som har rollen för hela nätverket")
    OWN_PLACE = _("den egna platsens")
    OWN_NETWORK = _("det egna nätverkets")
    GRANTED = _("egna, eller de som personen har fått")
    SHARED = _("de som är delade med nätverket")
    SUBMITTED = _("de som är inskickade för granskning")
    RELEASED = _("de som är släppta, för den som har rollen för hela nätverket")

    @property
    def sentence(self) -> str:
        return str(self.value)


#: The kind of thing that a place is.
PLACE = "place"


class Permission(Enum):
    """What somebody may do: a key, a sentence, and the kind of thing it is done to ('' for none).

    ``within``: the key of a permission that must hold as well. ``never_own``: not for what one has written oneself.
    """

    PEOPLE_READ = "people.read", _("Läsa registret över personer och roller")
    PEOPLE_KEEP = "people.keep", _("Ändra personer, roller och platser")
    NETWORKS_KEEP = "networks.keep", _("Ändra nätverk, områden och skolenheters historia")
    LOG_READ = "audit.read", _("Läsa loggen över vem som har gjort och läst vad")

    FIGURES_COMMENT = "results.comment", _("Kommentera ett resultat som huvudman eller skola"), PLACE
    COSTS_SEE = "results.costs", _("Se kostnad och kvalitet sida vid sida")
    REMARKS_ANSWER = "results.remarks", _("Läsa och besvara frågor om siffror")
    TABLES_PROTECT = "releases.protect", _("Pröva och skydda en tabell innan den visas för andra")

    PUPILS_CHECK = "pupils.check", _("Kontrollera elevernas filer före SCB, i kommunens installation")
    PUPILS_IMPORT = "pupils.import", _("Läsa in elevernas filer, ångra det och gallra, i kommunens installation")
    PUPILS_SEE = "pupils.see", _("Se egna skolors elevresultat på djupet, i kommunens installation"), PLACE
    INDICATORS_READ = "indicators.read", _("Läsa nätverkets egna indikatorer")
    INDICATORS_LEAD = "indicators.lead", _("Skriva, öppna och stänga nätverkets egna indikatorer")
    INDICATOR_ANSWER = (
        "indicators.answer",
        _("Svara för en plats på nätverkets egna indikatorer"),
        "indicators.Respondent",
    )

    INQUIRY_START = "inquiries.start", _("Börja en undersökning")
    INQUIRY_SEE = "inquiries.see", _("Läsa en undersökning"), "inquiries.Inquiry"
    INQUIRY_WRITE = "inquiries.write", _("Skriva i en undersökning"), "inquiries.Inquiry"
    COLLECTION_OPEN = "voices.open", _("Öppna en insamling av elevröster och skriva frågor"), PLACE
    COLLECTION_SEE = "voices.see", _("Se en insamling, och det som är släppt ur den"), "voices.Collection"
    COLLECTION_LEAD = (
        "voices.lead",
        _("Stänga en insamling, läsa svaren före släpp, dölja och släppa"),
        "voices.Collection",
    )

    ROUND_OPEN = "assessments.open", _("Öppna en skattning och skriva påståenden")
    ROUND_SEE = "assessments.see", _("Se en skattning, och resultatet när den har visats"), "assessments.Round"
    ROUND_LEAD = "assessments.lead", _("Visa eller avsluta en skattning"), "assessments.Round"
    NEEDS_READ = "needs.read", _("Läsa behovskartan")
    NEEDS_WRITE = "needs.write", _("Fylla i behovskartan för en kommun"), PLACE
    NEEDS_FREEZE = "needs.freeze", _("Frysa årets behovskarta")
    EXAMPLE_WRITE = "examples.write", _("Skriva exempel, och berätta hur det gick, för en plats"), PLACE
    EXAMPLE_SEE = "examples.see", _("Läsa ett exempel"), "examples.Example"
    EXAMPLE_KEEP = "examples.keep", _("Ändra, skicka in och ta tillbaka ett exempel"), "examples.Example"
    EXAMPLE_REVIEW = (
        "examples.review",
        _("Granska och publicera ett exempel som någon annan har skrivit"),
        "examples.Example",
        "",
        True,
    )
    TRIAL_KEEP = "examples.trial", _("Ändra det man har berättat om ett exempel"), "examples.Trial"
    CIRCLE_START = "circles.start", _("Starta en läsecirkel"), PLACE
    CIRCLE_SEE = "circles.see", _("Läsa och delta i en läsecirkel"), "circles.Circle"
    CIRCLE_ARRANGE = (
        "circles.arrange",
        _("Ändra en läsecirkels bok och kapitel, och avsluta den"),
        "circles.Circle",
        "circles.see",
    )
    REFLECTION_KEEP = "circles.reflection", _("Ändra sin reflektion"), "circles.Reflection"

    ASSIGNMENT_SEE = "assignments.see", _("Läsa ett uppdrag"), "assignments.Assignment"
    ASSIGNMENTS_LEAD = "assignments.lead", _("Skriva strategier och uppdrag")
    ASSIGNMENTS_FOLLOW = "assignments.follow", _("Följa upp uppdragen: säga vem som äger en punkt")
    POINT_WRITE = "assignments.write", _("Fylla i en uppdragspunkt och berätta om den"), "assignments.Point"
    POINT_JOIN = "assignments.join", _("Anmäla intresse för en uppdragspunkt"), "assignments.Point"
    POINT_CARRY = "assignments.carry", _("Ta med något till en uppdragspunkt")
    EVENT_SEE = "events.see", _("Se vad som är på gång, och anmäla sig"), "events.Event"
    EVENT_ARRANGE = "events.arrange", _("Lägga upp, ändra och ställa in det som är på gång"), "events.Event"
    MEETING_SEE = "meetings.see", _("Se mötena och deras sammanfattningar"), "meetings.Meeting"
    MEETINGS_PLAN = "meetings.plan", _("Planera möten och läsa in gamla protokoll")
    MEETING_LEAD = "meetings.lead", _("Leda ett möte"), "meetings.Meeting"

    def __init__(
        self, key: str, sentence: _StrPromise, thing: str = "", within: str = "", never_own: bool = False
    ) -> None:
        self.key = key
        self._sentence = sentence
        #: The label of the model whose rows it is about: 'inquiries.Inquiry'.
        self.thing = thing
        self._within = within
        self.never_own = never_own

    @property
    def sentence(self) -> str:
        return str(self._sentence)

    @property
    def within(self) -> Permission | None:
        return next((p for p in Permission if p.key == self._within), None)

    @property
    def room(self) -> str:
        """The room's name in addresses: 'inquiries'."""
        return self.key.partition(".")[0]
