"""*Kontrollera före SCB* as somebody in the municipality uses it: dropped, mended, answered, read in, undone, erased."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path

import fastexcel
import pytest

from spiral.see.pupils import vault
from spiral.see.pupils.archive import drafts
from tests.sources.pupils.made_up import form_of, person, right_line, right_lines

GRADES9, GRADES6 = form_of("betyg_ak9"), form_of("betyg_ak6")


def token_of(answer) -> str:
    return re.search(r"/kontroll/([0-9a-f]{32})/", answer.request["PATH_INFO"])[1]  # type: ignore[index]


def held() -> list[tuple[str, int, int]]:
    return [(table.survey, table.year, len(table)) for table in vault.archive().current()]


def test_a_visitor_is_told_what_this_is_and_sees_no_form(come_in) -> None:
    answer = come_in("").get("/")
    assert answer.status_code == 200
    assert "Inne i kommunen." in answer.content.decode()
    assert "multipart" not in answer.content.decode()
    for address in ("/inlasningar/", "/kontroll/" + "a" * 32 + "/"):
        assert come_in("").get(address).status_code == 302


def test_files_are_checked_and_nothing_is_stored(come_in, upload, node: Path) -> None:
    answer = upload(come_in(), np=right_lines(form_of("np9"), 3), betyg=right_lines(GRADES9, 4, Bl="G"), lista=b"x;y")
    text = answer.content.decode()
    assert "En fil är klar för SCB." in text
    assert "En ska rättas på 12345678." in text
    assert "Det här läses inte" in text
    assert "betyg.txt" in text
    assert "1–4" in text
    assert "”G” finns inte bland kolumnens koder." in text
    assert "Läses inte" in text
    assert held() == []


def test_a_draft_lies_sealed_for_an_hour_and_for_its_owner_only(come_in, upload, node: Path, monkeypatch) -> None:
    lines = right_lines(GRADES9, 2, Fornamn="Hemlighilda")
    client = come_in()
    answer = upload(client, a=lines)
    address = f"/kontroll/{token_of(answer)}/"
    assert client.get(address).status_code == 200
    assert b"Hemlighilda" not in b"".join(p.read_bytes() for p in node.rglob("*") if p.is_file())
    assert come_in("superintendent").get(address).status_code == 302
    assert client.get("/kontroll/" + "a" * 32 + "/").status_code == 302
    late = time.time() + drafts.LIFETIME + 10
    monkeypatch.setattr(drafts.time, "time", lambda: late)
    gone = client.get(address, follow=True)
    assert "en timme har gått" in gone.content.decode()
    assert list((node / "pupils" / "drafts").iterdir()) == []


def test_the_correction_sheet_marks_every_field_of_one_school(come_in, upload) -> None:
    client = come_in()
    here = [right_line(GRADES9, 0, Bl="G"), right_line(GRADES9, 1), right_line(GRADES9, 2, Ma="", Sv="C", Sva="C")]
    there = [right_line(GRADES6, 0, Skolenhetskod="00000012", Bl="")]
    token = token_of(upload(client, a=here, b=there))
    book = client.get(f"/kontroll/{token}/rattelser/2/")
    assert book["Content-Type"].startswith("application/vnd.openxmlformats")
    reader = fastexcel.read_excel(io.BytesIO(book.content).getvalue())
    assert reader.sheet_names == ["Att rätta", "1 a.txt"]
    listed = reader.load_sheet(0).to_polars()
    assert listed["Kolumn"].to_list() == ["Bl", "Ma", "Sv"]
    rows = reader.load_sheet(1).to_polars()
    assert [str(row) for row in rows["Rad"].to_list()] == ["1", "3"]
    assert client.get(f"/kontroll/{token}/rattelser/9/").status_code == 404


def test_without_an_answer_nothing_is_counted(come_in, upload) -> None:
    client = come_in()
    token = token_of(upload(client, a=right_lines(GRADES9, 3)))
    assert client.get(f"/kontroll/{token}/las-in/").status_code == 302
    silent = client.post(f"/kontroll/{token}/svar/", {})
    assert silent.status_code == 422
    assert "Svara på frågan" in silent.content.decode()
    unsure = client.post(f"/kontroll/{token}/svar/", {"answer": "unknown"})
    assert "Då stannar vi här." in unsure.content.decode()
    yes = client.post(f"/kontroll/{token}/svar/", {"answer": "yes", "numbers": " "})
    assert yes.status_code == 422
    unread = client.post(f"/kontroll/{token}/svar/", {"answer": "yes", "numbers": f"{person(0, 2011)}\nAnna Ek"})
    assert "Rad 2 går inte att läsa" in unread.content.decode()
    assert "Anna" not in re.sub(r"<textarea.*?</textarea>", "", unread.content.decode(), flags=re.S)
    assert held() == []


def test_read_in_undone_and_read_in_again(come_in, upload, node: Path) -> None:
    client = come_in()
    token = token_of(upload(client, a=right_lines(GRADES9, 3), b=right_lines(GRADES6, 2, Bl="G")))
    shown = client.post(f"/kontroll/{token}/svar/", {"answer": "no"}, follow=True)
    assert "Det här ändras när filerna läses in" in shown.content.decode()
    done = client.post(f"/kontroll/{token}/las-in/", follow=True)
    assert "Inläst." in done.content.decode()
    assert held() == [("betyg_ak9", 2026, 3)]
    assert list((node / "pupils" / "drafts").iterdir()) == []
    asked = client.post("/inlasningar/1/angra/")
    assert "3 elever ur den här inläsningen tas bort." in asked.content.decode()
    assert held() != []
    client.post("/inlasningar/1/angra/", {"confirmed": "1"})
    assert held() == []
    page = client.get("/inlasningar/").content.decode()
    assert "Ångrad" in page
    again = token_of(upload(client, a=right_lines(GRADES9, 3)))
    client.post(f"/kontroll/{again}/svar/", {"answer": "no"})
    client.post(f"/kontroll/{again}/las-in/")
    assert held() == [("betyg_ak9", 2026, 3)]


def test_the_same_file_twice_is_no_import_and_many_gone_must_be_confirmed(come_in, upload) -> None:
    client = come_in()
    for lines in (right_lines(GRADES9, 10), right_lines(GRADES9, 10)):
        token = token_of(upload(client, a=lines))
        client.post(f"/kontroll/{token}/svar/", {"answer": "no"})
        client.post(f"/kontroll/{token}/las-in/")
    assert len(vault.archive().batches()) == 1
    token = token_of(upload(client, a=right_lines(GRADES9, 5)))
    client.post(f"/kontroll/{token}/svar/", {"answer": "no"})
    unsure = client.post(f"/kontroll/{token}/las-in/")
    assert unsure.status_code == 422
    assert held() == [("betyg_ak9", 2026, 10)]
    client.post(f"/kontroll/{token}/las-in/", {"gone": "on"})
    assert held() == [("betyg_ak9", 2026, 5)]


def test_a_protected_pupil_is_nowhere_afterwards(come_in, upload, node: Path) -> None:
    client = come_in()
    earlier = token_of(upload(client, a=right_lines(GRADES6, 3)))
    client.post(f"/kontroll/{earlier}/svar/", {"answer": "no"})
    client.post(f"/kontroll/{earlier}/las-in/")
    number = person(1, 2011)
    token = token_of(upload(client, a=right_lines(GRADES9, 4)))
    answered = {"answer": "yes", "numbers": f"{number[:8]}-{number[8:]}\n20110101TF20"}
    shown = client.post(f"/kontroll/{token}/svar/", answered, follow=True)
    assert shown.context["planned"].changes[0].new == 3
    client.post(f"/kontroll/{token}/las-in/")
    assert held() == [("betyg_ak6", 2026, 2), ("betyg_ak9", 2026, 3)]
    for _ in range(2):
        token = token_of(upload(client, a=right_lines(GRADES9, 4), b=right_lines(GRADES6, 3)))
        client.post(f"/kontroll/{token}/svar/", {"answer": "no"})
        client.post(f"/kontroll/{token}/las-in/")
    assert held() == [("betyg_ak6", 2026, 2), ("betyg_ak9", 2026, 3)]


def test_a_birth_cohort_is_erased_after_a_look_at_what_goes(come_in, upload) -> None:
    client = come_in()
    token = token_of(upload(client, a=right_lines(GRADES9, 3)))
    client.post(f"/kontroll/{token}/svar/", {"answer": "no"})
    client.post(f"/kontroll/{token}/las-in/")
    assert client.post("/inlasningar/gallra/", {"born": "elva"}).status_code == 422
    nobody = client.post("/inlasningar/gallra/", {"born": "2001"}, follow=True)
    assert "inga elever födda 2001" in nobody.content.decode()
    asked = client.post("/inlasningar/gallra/", {"born": "2011"})
    assert "3 elever tas bort ur alla inläsningar" in asked.content.decode()
    assert held() == [("betyg_ak9", 2026, 3)]
    client.post("/inlasningar/gallra/", {"born": "2011", "confirmed": "1"})
    assert held() == []


@pytest.mark.parametrize(
    ("role", "may_check", "may_import"),
    [("member", True, True), ("superintendent", True, True), ("principal", True, False), ("elected", False, False)],
)
def test_who_may_check_and_who_may_read_in(come_in, upload, role: str, may_check: bool, may_import: bool) -> None:
    client = come_in(role)
    client.raise_request_exception = False
    assert client.get("/").status_code == (200 if may_check else 403)
    assert client.get("/inlasningar/").status_code == (200 if may_import else 403)
    if may_check:
        answer = upload(client, a=right_lines(GRADES9, 3))
        assert ("Svara och räkna" in answer.content.decode()) == may_import
        token = token_of(answer)
        assert client.post(f"/kontroll/{token}/svar/", {"answer": "no"}).status_code == (302 if may_import else 403)


def test_what_is_done_is_logged_without_files_names_or_counts(come_in, upload) -> None:
    from spiral.trust.audit.models import Event

    client = come_in()
    token = token_of(upload(client, a=right_lines(GRADES9, 3)))
    client.post(f"/kontroll/{token}/svar/", {"answer": "yes", "numbers": person(1, 2011)})
    client.post(f"/kontroll/{token}/las-in/")
    client.post("/inlasningar/1/angra/", {"confirmed": "1"})
    events = [(e.action, e.object_id) for e in Event.objects.order_by("pk") if e.action.startswith("pupils")]
    assert events == [("pupils.imported", "1"), ("pupils.undone", "1")]
    assert all(not e.detail for e in Event.objects.filter(action__startswith="pupils"))
