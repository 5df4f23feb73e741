"""Who is to answer the network's own question meets it at home, until it is answered."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from spiral.see.indicators import actions
from spiral.see.indicators.actions import IndicatorContent, YearContent
from spiral.see.indicators.models import Respondent
from spiral.see.indicators.values import AnswerContent
from spiral.trust.access.viewer import viewer_of

pytestmark = [pytest.mark.figures, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("who", "role", "level", "form"),
    [
        ("natverksmedlem", "member", "municipality", "preschool"),
        ("rektor", "principal", "unit", "after-school"),
        ("skolchef", "superintendent", "municipality", "preschool"),
    ],
)
def test_a_question_waits_at_home_for_the_role_that_is_asked(
    who, role, level, form, person, leader, signed_in, read
) -> None:
    by, today = viewer_of(leader), timezone.localdate()
    content = IndicatorContent("Barn per vuxen", "Hur många?", "Räkna.", form, level, role, "number", unit="barn")
    indicator = actions.define(content, by=by)
    year = actions.plan(indicator.pk, YearContent("2025/26", today, today + timedelta(days=9)), by=by)
    signed_in(who)
    address = f"/egna-indikatorer/ar/{year.pk}/"
    assert address not in read("/").xpath("//main//a/@href")
    actions.open_year(year.pk, by=by)
    assert address in read("/").xpath("//a/@href")
    asked = viewer_of(person(who))
    place = Respondent.objects.get(year=year, code=asked.offices[0].place)
    actions.answer(place.pk, AnswerContent(number=Decimal(5)), 1, by=asked)
    assert address not in read("/").xpath("//a/@href")
