"""Indicators made through the same actions as the pages use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from spiral.see.indicators import actions
from spiral.see.indicators.actions import IndicatorContent, YearContent
from spiral.see.indicators.models import IndicatorYear, LocalIndicator, Respondent
from spiral.trust.access.permissions import Role
from spiral.trust.access.viewer import viewer_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
NUMBER = IndicatorContent(
    "Barn per vuxen",
    "Hur många barn går det på varje vuxen?",
    "Räkna klockan tio.",
    LocalIndicator.Form.PRESCHOOL,
    LocalIndicator.Level.MUNICIPALITY,
    Role.MEMBER,
    LocalIndicator.Kind.NUMBER,
    unit="barn per vuxen",
    lowest=Decimal(1),
    highest=Decimal(15),
    decimals=1,
)
SHARE = replace(
    NUMBER,
    title="Överlämning",
    kind=LocalIndicator.Kind.SHARE,
    unit="",
    lowest=None,
    highest=None,
    decimals=0,
    part="fick ett samtal",
    whole="barnen som slutade",
    direction=LocalIndicator.Direction.HIGHER,
)
LEVELS = replace(SHARE, title="Inflytande", kind=LocalIndicator.Kind.LEVEL, levels=("Sällan", "Ibland", "Ofta"))
SCHOOLS = replace(
    NUMBER,
    title="Planering",
    form=LocalIndicator.Form.AFTER_SCHOOL,
    level=LocalIndicator.Level.UNIT,
    role=Role.PRINCIPAL,
)


@pytest.fixture
def asked(leader) -> Callable[..., IndicatorYear]:
    """An indicator that has been asked, and is open unless told otherwise."""

    def ask(content: IndicatorContent = NUMBER, period: str = "2025/26", *, is_open: bool = True) -> IndicatorYear:
        by, today = viewer_of(leader), timezone.localdate()
        indicator = LocalIndicator.objects.filter(title=content.title).first() or actions.define(content, by=by)
        days = YearContent(period, today - timedelta(days=10), today + timedelta(days=10))
        year = actions.plan(indicator.pk, days, by=by)
        return actions.open_year(year.pk, by=by) if is_open else year

    return ask


@pytest.fixture
def at() -> Callable[..., Respondent]:
    """The place of a year with a code."""
    return lambda year, code="1470": Respondent.objects.select_related("year__indicator").get(year=year, code=code)


@pytest.fixture(autouse=True)
def in_swedish():
    with translation.override("sv"):
        yield
