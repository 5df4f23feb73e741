"""Every form that takes a file to read: a file that asks for large work, or is none, is answered in words."""

from __future__ import annotations

import random
from datetime import date
from time import monotonic

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from spiral.see.indicators.models import IndicatorYear, LocalIndicator, Respondent
from spiral.see.releases.forms import EXAMPLE_SPEC
from spiral.trust.people.models import Office, Person
from tests.sources.reading import bombs

pytestmark = pytest.mark.django_db
NOISE = random.Random(7).randbytes(90_000)
#: Address → what the form has beside its file.
FORMS = {
    "/moten/las-in/": {"step": "read"},
    "/register/personer/las-in/": {},
    "/skattning/listor/las-in/": {},
    "/elevroster/formular/las-in/": {},
    "/egna-indikatorer/ar/1/las-in/": {},
    "/skydda/": {"spec": EXAMPLE_SPEC, "title": "Prov", "table": ""},
}
FILES = {
    "paragraphs.docx": bombs.MINUTES["nine million paragraphs"],
    "pages.pdf": bombs.MINUTES["one stream shared by 200 pages"],
    "far.xlsx": bombs.PEOPLE["a cell at XFD1048576"],
    "levels.json": lambda: b"[" * 90_000,
    "levels.toml": lambda: b"a=" + b"[" * 90_000,
    "noise.xlsx": lambda: b"PK\x03\x04" + NOISE,
    "noise.csv": lambda: NOISE,
    "half.json": lambda: b'{"languages": {"sv": {"title": "\\ud800"}}}',
}


@pytest.fixture
def coordinator(client, person):
    who = person("samordnare")
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    _asked(who)
    return client


def _asked(who: Person) -> None:
    """An indicator that she can answer for a place of hers."""
    Office.objects.create(person=who, role="member", place="1470", place_name="Vara", from_date=date(2020, 1, 1))
    named = {"title": "x", "question": "x", "explanation": "x", "form": "preschool", "level": "municipality"}
    indicator = LocalIndicator.objects.create(**named, role="member", kind="number", unit="x", author=who)
    days = {"opens": date(2020, 1, 1), "closes": date(2100, 1, 1)}
    year = IndicatorYear.objects.create(pk=1, indicator=indicator, period="2025/26", state="open", **days)
    Respondent.objects.create(year=year, code="1470", municipality="1470", name="Vara")


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("address", FORMS)
def test_a_file_that_is_none_of_ours_is_answered_in_words(address: str, file: str, coordinator) -> None:
    upload, started = SimpleUploadedFile(file, FILES[file]()), monotonic()
    answer = coordinator.post(address, FORMS[address] | {"file": upload})
    assert monotonic() - started < 4
    page = html.fromstring(answer.content.decode())
    if answer.status_code == 200:  # a text of a single word is minutes too
        assert (address, file) in {("/moten/las-in/", "half.json"), ("/moten/las-in/", "levels.toml")}
    else:
        assert answer.status_code == 422
        assert page.xpath("//*[contains(@class, 'error') or contains(@class, 'problem') or @role='alert']")
