"""Made-up local indicators for the demo: of preschools and after-school centres, one asked for three years, one closed
with answers that are missing, one open now. Made by the same actions as real ones."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from spiral.engine.periods import school_year_of
from spiral.see.indicators import actions
from spiral.see.indicators.actions import IndicatorContent, YearContent
from spiral.see.indicators.models import LocalAnswer, LocalIndicator, Respondent
from spiral.see.indicators.values import AnswerContent
from spiral.trust.access.permissions import Role
from spiral.trust.access.viewer import Viewer, viewer_of
from spiral.trust.people.actions import viewer_as
from spiral.trust.people.models import Office

Form, Level, Kind = LocalIndicator.Form, LocalIndicator.Level, LocalIndicator.Kind
_GROUPS = IndicatorContent(
    "Barn per vuxen klockan tio",
    "Hur många barn går det på varje vuxen klockan tio en vanlig tisdag?",
    "Räkna barnen och de vuxna som är med barnen klockan tio, tisdagen i vecka 41, i alla kommunala förskolor. Dela "
    "barnen med de vuxna. Vikarier räknas, den som planerar räknas inte.",
    Form.PRESCHOOL,
    Level.MUNICIPALITY,
    Role.MEMBER,
    Kind.NUMBER,
    unit="barn per vuxen",
    lowest=Decimal(1),
    highest=Decimal(15),
    decimals=1,
    direction=LocalIndicator.Direction.LOWER,
)
_TALKS = IndicatorContent(
    "Överlämning med samtal",
    "Hur många av barnen som slutade förskolan fick ett överlämningssamtal till förskoleklass?",
    "Räkna barnen som slutade kommunal förskola i juni. Samtalet räknas om förskolan, förskoleklassen och minst en "
    "vårdnadshavare var med.",
    Form.PRESCHOOL,
    Level.MUNICIPALITY,
    Role.MEMBER,
    Kind.SHARE,
    part="fick ett överlämningssamtal",
    whole="barnen som slutade förskolan",
    direction=LocalIndicator.Direction.HIGHER,
)
_VOICE = IndicatorContent(
    "Barnens inflytande på fritidshemmet",
    "Hur är barnen med och bestämmer vad som händer på fritidshemmet?",
    "Svara tillsammans i arbetslagen, efter att ni har frågat barnen. Välj den nivå som stämmer för de flesta "
    "avdelningar.",
    Form.AFTER_SCHOOL,
    Level.MUNICIPALITY,
    Role.MEMBER,
    Kind.LEVEL,
    levels=(
        "De vuxna bestämmer",
        "Barnen får ge förslag",
        "Barnen planerar delar av veckan",
        "Barnen planerar och följer upp",
    ),
    direction=LocalIndicator.Direction.HIGHER,
)
_PLANNING = IndicatorContent(
    "Planeringstid på fritidshemmet",
    "Hur många timmar i veckan har fritidshemmets personal till gemensam planering?",
    "Tid i schemat då minst två i arbetslaget planerar tillsammans. Ett medeltal för höstterminen.",
    Form.AFTER_SCHOOL,
    Level.UNIT,
    Role.PRINCIPAL,
    Kind.NUMBER,
    unit="timmar i veckan",
    lowest=Decimal(0),
    highest=Decimal(20),
    decimals=1,
)
#: Who has not answered what is open: the cast's own places, so that there is something to answer.
_WAITING = ("1470", "45270097")
_NOT = "Vi hann inte samla in svaren i tid (påhittat)."
_SAID = (
    "Två enheter saknas (påhittat).",
    "Samma sätt att svara som förra året (påhittat).",
    "Vi vill gärna höra hur andra gör (påhittat).",
)


@transaction.atomic
def load_demo_indicators() -> int | None:
    """How many were made: four, or none when something is there; None outside the demo."""
    if not settings.DEMO:
        return None
    if LocalIndicator.objects.exists():
        return 0
    chance = random.Random(20261129)  # noqa: S311 - made-up answers, not secrets
    leader = viewer_as("samordnare")
    for key in ("natverksmedlem", "rektor", "skolchef"):
        viewer_as(key)
    members = _people()
    groups, talks, voice, planning = (
        actions.define(content, by=leader, is_made_up=True) for content in (_GROUPS, _TALKS, _VOICE, _PLANNING)
    )
    for back in (2, 1):
        _ask(groups, back, leader, members, chance, is_closed=True, share=0.95)
    _ask(groups, 0, leader, members, chance, is_closed=False, share=0.6)
    _ask(talks, 1, leader, members, chance, is_closed=True, share=0.85)
    _ask(voice, 1, leader, members, chance, is_closed=True, share=0.8)
    _ask(planning, 0, leader, members, chance, is_closed=False, share=0.7)
    today = timezone.localdate()
    actions.plan(voice.pk, YearContent(school_year_of(today), today, today + timedelta(days=60)), by=leader)
    return 4


def _people() -> dict[str, Viewer]:
    """Who answers, by place: a member of each municipality, and the principals there are."""
    held = Office.objects.filter(role__in=(Role.MEMBER, Role.PRINCIPAL)).exclude(place="").select_related("person")
    return {str(office.place): viewer_of(office.person) for office in held if office.network_id is None}


def _ask(
    indicator: LocalIndicator,
    back: int,
    leader: Viewer,
    people: dict[str, Viewer],
    chance: random.Random,
    *,
    is_closed: bool,
    share: float,
) -> None:
    """One year, ``back`` years ago: asked, answered by most, closed if it is over."""
    today = timezone.localdate()
    opens = today - timedelta(days=365 * back + 40)
    closes = opens + timedelta(days=60 if not is_closed else 30)
    year = actions.plan(indicator.pk, YearContent(school_year_of(opens), opens, closes), by=leader)
    actions.open_year(year.pk, by=leader)
    for i, place in enumerate(Respondent.objects.filter(year=year).order_by("code")):
        who = people.get(str(place.code)) or people.get(str(place.municipality))
        waits = not is_closed and place.code in _WAITING
        if who is None or waits or chance.random() > share:
            continue
        content = AnswerContent(reason=_NOT) if i == 4 and back == 1 else _content(indicator, chance)
        actions.answer(place.pk, content, place.revision, by=who, is_made_up=True)
        late = is_closed and chance.random() < 0.12
        on = closes + timedelta(days=3) if late else opens + timedelta(days=chance.randint(3, 25))
        LocalAnswer.objects.filter(respondent=place).update(answered_on=on)
    if is_closed:
        actions.close_year(year.pk, by=leader)


def _content(indicator: LocalIndicator, chance: random.Random) -> AnswerContent:
    comment = chance.choice(_SAID) if chance.random() < 0.3 else ""
    if indicator.kind == Kind.LEVEL:
        return AnswerContent(level=chance.choices((1, 2, 3, 4), (2, 5, 5, 2))[0], comment=comment)
    if indicator.kind == Kind.SHARE:
        total = chance.choice((7, 18, 34, 52, 71, 96, 140))
        return AnswerContent(hits=total - chance.randint(0, total // 2), total=total, comment=comment)
    middle, spread = (5.4, 0.8) if indicator.form == Form.PRESCHOOL else (3.0, 1.1)
    value = min(max(chance.gauss(middle, spread), 1.0), 14.0)
    return AnswerContent(number=Decimal(f"{value:.1f}"), comment=comment)
