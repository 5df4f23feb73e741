"""What of old minutes cannot be read or saved is told with its place, and nothing that was typed is lost."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from spiral.act.meetings.models import Attachment, Meeting
from spiral.act.meetings.tests.old_minutes import SAMPLE, URL, filled, upload
from spiral.learn.assessments.models import StatementSetRecord

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_meeting")]


def test_the_same_day_again_is_warned_about_and_written_only_when_one_says_so(signed_in) -> None:
    fields = filled(upload(signed_in)) | {"d-0-make": "", "d-1-make": "", "d-2-make": ""}
    assert signed_in.post(URL, fields).status_code == 302
    again = upload(signed_in)
    assert "Det finns redan ett möte den dagen" in again.content.decode()
    refused = signed_in.post(URL, fields)
    assert refused.status_code == 422
    assert "Läs in ändå" in refused.content.decode()
    assert Meeting.objects.filter(title="270309 KVALITET").count() == 1
    assert signed_in.post(URL, fields | {"again": "on"}).status_code == 302
    assert Meeting.objects.filter(title="270309 KVALITET").count() == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Rubrik:"),
        ({"day": "2027-02-30"}, "Dag:"),
        ({"day": "9999-12-31"}, "Dag:"),
        ({"day": "2027-04-01"}, "har inte varit än"),
        ({"end": "07:00"}, "slutar innan det börjar"),
        ({"p-0-name": "x" * 90}, "Deltagare 1:"),
        ({"p-0-name": "a\x00b"}, "Deltagare 1:"),
        ({"i-0-notes": "x" * 20_001}, "Punkt 1:"),
        ({"d-0-start": ""}, "Kommande datum 1:"),
        ({"d-0-day": "2027-01-26"}, "har redan varit"),
        ({"d-0-end": "08:00"}, "Kommande datum 1:"),
        ({"take_set": "on", "set_statements": ""}, "Påståenden:"),
        ({"take_set": "on", "set_title": ""}, "Påståenden:"),
        ({"keep_file": "on", "carried": "inte base64!"}, "bifoga den på mötets sida"),
        ({"p-TOTAL_FORMS": "x"}, "Läs in filen igen"),
        ({"rest": "x" * 20_001}, "Det som inte gick att tolka:"),
    ],
)
def test_bad_input_is_answered_with_the_place_and_keeps_everything_typed(wrong, sentence, signed_in) -> None:
    form = filled(upload(signed_in)) | {"i-2-notes": "Det jag skrev själv", "where": "Platsen"} | wrong
    answer = signed_in.post(URL, form)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html.fromstring(text).xpath("string(//div[@class='problems'])")
    if "TOTAL" not in next(iter(wrong)):
        assert "Det jag skrev själv" in text
    assert "Platsen" in text
    assert not Meeting.objects.filter(state="ended", starts_at__year=2027).exists()


def test_a_set_with_the_same_heading_is_never_written_over(signed_in) -> None:
    fields = filled(upload(signed_in)) | {"take_set": "on"}
    signed_in.post(URL, fields)
    answer = signed_in.post(URL, fields | {"again": "on", "set_statements": "Annat ett\nAnnat två"})
    assert answer.status_code == 422
    assert "redan en lista" in answer.content.decode()
    record = StatementSetRecord.objects.get(title="Påståenden från 270309 KVALITET")
    assert len(record.content.versions["sv"].statements) == 3


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Välj en fil"),
        ({"text": "   "}, "Välj en fil"),
        ({"text": "a\x00b"}, "Så här kan du rätta"),
        ({"text": "x" * 200_001}, "Så här kan du rätta"),
        ({"file": SimpleUploadedFile("a.txt", b"")}, "Filen är tom"),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 nej")}, "skriv ut den som en ny PDF"),
        ({"file": SimpleUploadedFile("a.bin", b"\x00\x01\x02")}, "varken text, Word eller PDF"),
        ({"file": SimpleUploadedFile("a.txt", b"x" * 5_000_001)}, "5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_with_a_remedy(sent, sentence, signed_in) -> None:
    answer = signed_in.post(URL, {"step": "read"} | sent)
    assert answer.status_code == 422
    assert sentence.casefold() in answer.content.decode().casefold()


def test_a_large_file_is_chosen_once_more_to_be_kept(signed_in) -> None:
    content = SAMPLE.read_bytes() + b"\n" + b" " * 400_000
    answer = upload(signed_in, content)
    assert filled(answer).get("carried", "") == ""
    assert "välj den en gång till" in answer.content.decode()
    signed_in.post(URL, filled(answer) | {"file_again": SimpleUploadedFile("stor.txt", content)})
    assert Attachment.objects.get(name="stor.txt").size == len(content)


def test_minutes_with_more_than_a_page_can_carry_lose_nothing(signed_in) -> None:
    people = "\n".join(f"Alva Påhittad{chr(97 + n % 26)}{chr(97 + n // 26)} (Vara)" for n in range(120))
    text = f"# Stort möte 2027-03-09 kl. 9-12\n## Närvarande\n{people}\n" + "\n".join(
        f"# Rubrik {n}\nAnteckning {n}" for n in range(150)
    )
    fields = filled(upload(signed_in, text.encode()))
    assert len(fields) < 1000
    assert len(fields["rest"].splitlines()) == 20
    assert signed_in.post(URL, fields).status_code == 302
    meeting = Meeting.objects.get(title="Stort möte 2027-03-09 kl. 9-12")
    words = " ".join(f"{i.title} {i.groups.get().text}" for i in meeting.items.all())
    assert set(re.findall(r"Anteckning \d+", words)) == {f"Anteckning {n}" for n in range(150)}
