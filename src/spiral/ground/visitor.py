"""The network address that a request comes from. Only a proxy named by the operator may say another than its own."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
#: What a server that listens on a socket file says of its peer.
SOCKET_FILE = "unix"
#: A longer chain of proxies than this is nobody's.
_MOST_PROXIES = 10


def address_of(request: HttpRequest) -> str:
    """The visitor's address: an IPv4 address, the network (/64) of an IPv6 one since a household has a whole such
    network, or '' where the server tells none."""
    peer = str(request.META.get("REMOTE_ADDR") or SOCKET_FILE)
    given = str(request.META.get("HTTP_X_FORWARDED_FOR") or "") if is_trusted(peer) else ""
    address = peer
    for step in reversed(given[-1000:].split(",")[-_MOST_PROXIES:]):
        if not given or not is_trusted(address):
            break
        following = _parsed(step)
        if following is None:
            break
        address = str(following)
    return _household(address)


def is_trusted(peer: str) -> bool:
    """Is this the address of a proxy named in SPIRAL_TRUSTED_PROXIES?"""
    names = tuple(settings.TRUSTED_PROXIES)
    if peer in ("", SOCKET_FILE):
        return SOCKET_FILE in names
    address = _parsed(peer)
    return address is not None and any(address in network for network in _networks(names))


@lru_cache(maxsize=8)
def _networks(names: Sequence[str]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(name, strict=False) for name in names if name != SOCKET_FILE)


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address as proxies write it: with brackets, with a port, an IPv4 one dressed as IPv6."""
    text = text.strip()[:60]
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _household(address: str) -> str:
    parsed = _parsed(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed) if parsed else ""
