"""Addresses that people write: is there a page here?"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve


def is_page(address: str) -> bool:
    """Does ``address``, written without a site's name, belong to a page of this site?"""
    try:
        parts = urlsplit(address)
        resolve(parts.path)
    except (ValueError, Resolver404):
        return False
    return not parts.scheme and not parts.netloc
