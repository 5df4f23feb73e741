"""A map filled in through the same action as the pages use."""

from __future__ import annotations

import pytest
from django.utils import translation

from spiral.learn.needs import actions
from spiral.learn.needs.models import Sheet
from spiral.learn.needs.queries import NeedCell
from spiral.trust.access.viewer import Viewer, viewer_of


@pytest.fixture
def fill(leader):
    """Write cells of a municipality, whatever its revision."""

    def write(code: str, cells: dict[str, NeedCell], by: Viewer | None = None) -> list[str]:
        by = by or viewer_of(leader)
        sheet = Sheet.objects.filter(pk=code).first()
        return actions.save_sheet(code, cells, sheet.revision if sheet else 0, by=by).changed

    return write


@pytest.fixture(autouse=True)
def in_swedish():
    with translation.override("sv"):
        yield
