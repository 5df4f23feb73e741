"""Every address × everybody × every method, with what is her own, what is somebody else's and what is not there."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.test import Client

from spiral.trust.access.viewer import Viewer, viewer_of

from ..addresses import ROLES
from ..test_access import OPEN
from .walking import Walk, Writes, view_of

pytestmark = [pytest.mark.django_db, pytest.mark.figures, pytest.mark.attack]
METHODS = ("get", "head", "options", "post", "put", "patch", "delete", "trace")
SAFE = ("get", "head", "options", "trace")
HEADERS = {"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
#: The one thing that reading may write: a wrong code is counted (decisions/0014).
COUNTED = ("core_codespace", "core_guesser")
ROOMS = (
    "inquiries",
    "needs",
    "examples",
    "circles",
    "assignments",
    "events",
    "meetings",
    "voices",
    "assessments",
    "indicators",
)
PLANTED = "zqplanterat"
EVIL = "https://ond.invalid/"


@pytest.fixture
def everywhere(browser, addresses, extent) -> list[str]:
    """Every kind of address, those that a coordinator's and a member's links lead to, and some where nothing is."""
    found = set(addresses)
    for role in ("samordnare", "rektor") if extent.is_whole else ():
        found |= set(Walk(browser(role, in_rooms=True), 3).go(addresses).pages)
    found |= {a.replace("/1/", "/987654/") for a in addresses if "/1/" in a}
    return extent.of(sorted(a for a in found if "logout" not in a), 60)


@pytest.mark.parametrize("role", ROLES)
def test_every_answer_is_one_of_ours_and_nothing_is_written_without_a_forms_token(
    role: str, everywhere: list[str], browser
) -> None:
    client, wrong, asked = browser(role, in_rooms=True, enforce_csrf_checks=True), defaultdict(set), 0
    for address in everywhere:
        for method in METHODS:
            mark, asked = transaction.savepoint(), asked + 1
            with Writes() as writes:
                answer = client.generic(method.upper(), address)
            transaction.savepoint_rollback(mark)
            if answer.status_code >= 500:
                wrong["broken"].add((method, address))
            written = [sql for sql, _values in writes.statements if not any(t in sql for t in COUNTED)]
            if written:
                wrong["written"].add((method, address, written[0][:60]))
            for header, value in HEADERS.items():
                if answer.get(header) != value:
                    wrong[header].add((method, address))
            policy = answer.get("Content-Security-Policy", "")
            if "default-src 'none'" not in policy or "unsafe" in policy:
                wrong["policy"].add((method, address))
            is_page = answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html")
            if role and is_page and not {"no-store", "no-cache"} & set(answer.get("Cache-Control", "").split(", ")):
                wrong["kept by caches"].add((method, address))
            for name, cookie in answer.cookies.items():
                is_hidden = cookie["httponly"] or name in ("csrftoken", "django_language") or not cookie.value
                if not cookie["samesite"] or not is_hidden:
                    wrong["cookie"].add((name, address))
    print({role: asked})
    assert {k: sorted(v)[:10] for k, v in wrong.items()} == {}


@pytest.mark.long
@pytest.mark.parametrize("role", ["", "fortroendevald", "friskolerektor"])
def test_no_word_of_the_networks_own_is_read_outside_it(role: str, everywhere: list[str], browser, person) -> None:
    from spiral.search.actions import index_everything

    _plant()
    index_everything()
    someone = person(role) if role else None

    def read(address: str) -> str:
        """In a browser of its own: one that has met an address with a code in it has come in."""
        client = browser("")
        if someone is not None:
            client.force_login(someone, backend="django.contrib.auth.backends.ModelBackend")
        return client.get(address).content.decode(errors="replace")

    seen = {a for a in everywhere if PLANTED in read(a)}
    assert {view_of(a) for a in seen if view_of(a) not in OPEN} == set()
    assert PLANTED in browser("samordnare").get("/exempel/").content.decode()


@pytest.mark.long
@pytest.mark.parametrize("role", ["natverksmedlem", "skolchef", "rektor"])
def test_no_word_of_anothers_draft_is_read_inside_the_network(
    role: str, everywhere: list[str], browser, person
) -> None:
    from spiral.search.actions import index_everything

    someone = person(role)
    _plant_drafts(viewer_of(someone))
    index_everything()
    client = browser(role)
    seen = {a for a in everywhere if PLANTED in client.get(a).content.decode(errors="replace")}
    assert {view_of(a) for a in seen} == set()


def _plant() -> None:
    """A word in every text of every room."""
    for app in ROOMS:
        for model in apps.get_app_config(app).get_models():
            _say(model.objects.all())


def _plant_drafts(viewer: Viewer) -> None:
    """A word in what the viewer has no right to: drafts and inquiries of others, what leaders write for themselves, and
    what pupils have said that is not released."""
    from spiral.act.assignments.models import Assignment
    from spiral.act.meetings.models import Item
    from spiral.learn.examples.models import Example
    from spiral.trust.access.deciding import allows
    from spiral.trust.access.permissions import Permission
    from spiral.understand.inquiries.models import Inquiry
    from spiral.understand.voices.models import Quote

    Example.objects.exclude(author=viewer.person).update(state=Example.State.DRAFT)
    Assignment.objects.update(state=Assignment.State.DRAFT)
    Inquiry.objects.filter(pk__in=[i.pk for i in Inquiry.objects.all()[::2]]).update(is_shared=False, place="1499")
    _say(Example.objects.exclude(author=viewer.person))
    _say(Assignment.objects.all())
    _say(
        Inquiry.objects.filter(
            pk__in=[i.pk for i in Inquiry.objects.all() if not allows(viewer, Permission.INQUIRY_SEE, i)]
        )
    )
    _say(Quote.objects.exclude(collection__state="released"))
    mine = [
        i.pk for i in Item.objects.select_related("meeting") if not allows(viewer, Permission.MEETING_LEAD, i.meeting)
    ]
    Item.objects.filter(pk__in=mine).update(private_notes=PLANTED)


def _say(rows: models.QuerySet) -> None:
    """The word in every text of the rows that has room for it and means nothing to the program."""
    texts = [
        c
        for c in rows.model._meta.concrete_fields
        if isinstance(c, models.CharField | models.TextField)
        and not c.primary_key
        and not c.unique
        and not c.choices
        and not isinstance(c, models.SlugField | models.URLField)
        and c.name not in ("place", "code", "key", "point", "kind", "save_id", "set_key", "form_key")
    ]
    for c in texts:
        if (c.max_length or 99) >= 40:
            # What the database holds together with something else is left.
            with suppress(IntegrityError), transaction.atomic():
                rows.update(**{c.name: PLANTED})


@pytest.mark.long
def test_no_address_leads_to_another_site(everywhere: list[str], browser) -> None:
    away = set()
    for role in ("", "samordnare"):
        client = browser(role, in_rooms=True)
        for address in [*everywhere, "/sprak/setlang/", "/konto/login/"]:
            for method, evil in (("get", EVIL), ("post", EVIL), ("post", "//ond.invalid"), ("post", "/\\ond.invalid")):
                given = dict.fromkeys(("next", "back", "to", "url", "language"), evil)
                mark = transaction.savepoint()
                answer = getattr(client, method)(address, given, headers={"referer": EVIL})
                transaction.savepoint_rollback(mark)
                if "ond.invalid" in answer.get("Location", "").split("?")[0]:
                    away.add((method, address, evil))
    assert away == set()


@pytest.mark.long
@pytest.mark.parametrize(
    "name", ["ond.invalid", "localhost.ond.invalid", "localhost:1@ond.invalid", "", "a b", "[::1", "x" * 5000]
)
def test_a_site_of_another_name_is_not_answered(name: str, rooms, mailoutbox) -> None:
    client = Client(raise_request_exception=False)
    for address in ("/", "/halsa/", "/konto/login/", "/moten/delta/"):
        answer = client.get(address, HTTP_HOST=name) if name else client.get(address, SERVER_NAME=name)
        assert answer.status_code == 400
    client.post("/konto/password/reset/", {"email": "samordnare@demo.invalid"}, HTTP_HOST=name or "-")
    client.post("/konto/password/reset/", {"email": "samordnare@demo.invalid"}, HTTP_X_FORWARDED_HOST="ond.invalid")
    assert not any("ond.invalid" in str(m.message()) for m in mailoutbox)
