"""What is typed or pasted comes in as the same signs, on every page; a password as it was typed."""

from __future__ import annotations

import unicodedata

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from spiral.ground.middleware import refuse_over_limits

TYPED = unicodedata.normalize("NFD", "Göte\u00adne\u00a0skola\u200b\r\nrad två\tspalt")
MEANT = "Götene skola\nrad två\tspalt"


def _sent(method: str, **values: str) -> HttpRequest:
    request = getattr(RequestFactory(), method)("/", values)
    refuse_over_limits(lambda _request: HttpResponse()).process_view(request, lambda _r: HttpResponse(), (), {})
    return request


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_value_is_tidied_at_the_door(method: str) -> None:
    values = getattr(_sent(method, text=TYPED, other="vanlig"), method.upper())
    assert (values["text"], values["other"]) == (MEANT, "vanlig")
    with pytest.raises(AttributeError):
        values["text"] = "x"


def test_a_password_stays_as_it_was_typed() -> None:
    typed = unicodedata.normalize("NFD", "lösen\u00a0ord")
    assert _sent("post", password=typed, oldpassword=typed).POST["oldpassword"] == typed


def test_what_is_plain_is_not_copied() -> None:
    request = RequestFactory().post("/", {"text": "plain"})
    before = request.POST
    refuse_over_limits(lambda _request: HttpResponse()).process_view(request, lambda _r: HttpResponse(), (), {})
    assert request.POST is before
