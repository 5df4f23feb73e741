"""A bare page of Django's, for comparison in pages.py: the middleware that a new project has, no template, no query."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

NEW_PROJECT = (
    "security.SecurityMiddleware",
    "common.CommonMiddleware",
    "csrf.CsrfViewMiddleware",
    "clickjacking.XFrameOptionsMiddleware",
)


def page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!DOCTYPE html><title>Bare</title><p>Bare</p>")


urlpatterns = [path("", page)]
settings.configure(
    SECRET_KEY="only for a benchmark",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="bare",
    MIDDLEWARE=[f"django.middleware.{name}" for name in NEW_PROJECT],
)
application = get_wsgi_application()
