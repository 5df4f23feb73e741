"""Client for an open interface: one request at a time, retries with back-off, and no other host than the given one."""

from __future__ import annotations

import random
import ssl
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

import httpx

from spiral.sources.reading.answers import parse_answer
from spiral.sources.reading.problems import Unreadable

RETRIED = frozenset({408, 429, 500, 502, 503, 504})
TOO_MUCH = frozenset({400, 413, 414})
_LONGEST_SHOWN = 120
_CHUNK = 1 << 18
REDIRECTS = frozenset({301, 302, 303, 307, 308})


class FetchStopped(Exception):
    """Fetching cannot go on; the message says why and what to do, in Swedish."""


class OddAnswer(FetchStopped):
    """One answer that cannot be used: it costs what was asked in it, where the rest does without."""


class AddressNotFound(OddAnswer):
    """The interface has nothing at this address (404)."""


class TooMuchAsked(OddAnswer):
    """The interface refuses the question (400, 413, 414): too many ids in it, perhaps."""


class OtherHost(OddAnswer):
    """The answer leads to another host, which is never asked."""


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """Limits of a client: tries, times in seconds, sizes in bytes."""

    interval: float = 0.2  # Kolada's other clients keep to five requests a second
    timeout: float = 30.0
    tries: int = 6
    first_wait: float = 1.0
    longest_wait: float = 60.0
    longest_retry_after: float = 300.0
    max_bytes: int = 60_000_000
    #: One answer, from the question to its last byte.
    longest_answer: float = 120.0
    #: The whole fetch. Kolada's and Skolverket's take half an hour and 200 MB.
    longest_fetch: float = 4 * 3600.0
    most_fetched: int = 2_000_000_000


@cache
def _certificates() -> ssl.SSLContext:
    """The authorities that a host may be vouched for by: read once, since it takes longer than a question."""
    return httpx.create_ssl_context()


@dataclass(slots=True)
class PoliteClient:
    """GET, or POST, with back-off. ``sleep``, ``clock`` and ``chance`` are injected so that tests need not wait."""

    base: str
    headers: dict[str, str] = field(default_factory=dict)
    limits: RequestLimits = field(default_factory=RequestLimits)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    chance: Callable[[], float] = random.random
    tell: Callable[[str], None] = lambda line: None
    _last: float = field(default=-1e9)
    _began: float | None = field(default=None)
    _fetched: int = field(default=0)
    _http: httpx.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": "spiral (systematiskt kvalitetsarbete)",
        } | self.headers
        self._http = httpx.Client(
            headers=headers, timeout=self.limits.timeout, follow_redirects=False, verify=_certificates()
        )

    def __enter__(self) -> PoliteClient:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def url(self, path: str) -> str:
        return self.base.rstrip("/") + "/" + path.lstrip("/")

    def get(self, url: str, question: bytes = b"") -> tuple[bytes, Any]:
        """The body at ``url`` as bytes and JSON; a ``question`` (JSON) is posted there. Raises FetchStopped at a limit,
        AddressNotFound at 404."""
        self.check_host(url)
        self._began = self.clock() if self._began is None else self._began
        why, is_odd = "", False
        for attempt in range(self.limits.tries):
            if self.clock() - self._began > self.limits.longest_fetch:
                raise FetchStopped(
                    f"Hämtningen har pågått i mer än {self.limits.longest_fetch / 3600:.0f} timmar och stoppades. "
                    "Kör kommandot igen med --resume; det som är hämtat finns kvar."
                )
            if attempt:
                self.tell(f"  försök {attempt + 1} av {self.limits.tries}: {why}")
            self._pause()
            try:
                return self._attempt(url, question)
            except _Retry as again:
                why, is_odd = again.why, again.is_odd
                if attempt + 1 < self.limits.tries:
                    self.sleep(max(again.wait, self._backoff(attempt)))
        raise (OddAnswer if is_odd else FetchStopped)(
            f"Gav upp efter {self.limits.tries} försök på {url}: {why}. "
            "Kör kommandot igen med --resume om en stund; det som är hämtat finns kvar."
        )

    def _attempt(self, url: str, question: bytes) -> tuple[bytes, Any]:
        try:
            response, body = self._request(url, question)
        except httpx.TimeoutException:
            raise _Retry("svaret dröjde för länge") from None
        except httpx.RequestError:
            raise _Retry("förbindelsen bröts") from None
        status = response.status_code
        if status in RETRIED:
            raise _Retry(f"tjänsten svarade {status}", self._stated_wait(response))
        if status == 404:
            raise AddressNotFound(
                f"{_short(url)} finns inte hos tjänsten. Kontrollera adressen; tjänsten kan ha ändrats."
            )
        if status in TOO_MUCH:
            raise TooMuchAsked(f"Tjänsten svarade {status} på {_short(url)}: den tar inte emot frågan.")
        if status != 200:
            raise FetchStopped(f"Tjänsten svarade {status} på {url}. Kontrollera adressen; tjänsten kan ha ändrats.")
        try:
            return body, parse_answer(body, url)
        except Unreadable as unreadable:
            raise _Retry(unreadable.problem.message.rstrip("."), is_odd=True) from None

    def check_host(self, url: str) -> None:
        """OtherHost unless ``url`` is on the host (scheme, name, port) the client was given."""
        scheme, host, _ = _origin(url)
        if _origin(url) == _origin(self.base):
            return
        if host and host == _origin(self.base)[1]:
            raise OtherHost(
                f"Tjänsten hänvisar till {scheme}://{host[:100]} i stället för {self.base}: samma värd men ett annat "
                "protokoll eller en annan port, som inte frågas. Kontrollera om tjänsten har flyttat."
            )
        raise OtherHost(
            f"Tjänsten hänvisar till en annan värd ({scheme}://{host[:100]}), som inte frågas. "
            "Kontrollera om tjänsten har flyttat."
        )

    def _request(self, url: str, question: bytes) -> tuple[httpx.Response, bytes]:
        asked: dict[str, Any] = {"method": "GET"}
        if question:
            asked = {"method": "POST", "content": question, "headers": {"Content-Type": "application/json"}}
        for _ in range(4):
            with self._http.stream(url=url, **asked) as response:
                if response.status_code not in REDIRECTS:
                    return response, self._body(response, url)
                url = str(response.url.join(response.headers.get("location", "")))
            self.check_host(url)
        raise FetchStopped(f"Tjänsten hänvisar runt i ring ({url}).")

    def _body(self, response: httpx.Response, url: str) -> bytes:
        """The body, unpacked no further than the limits: a packed answer may be a thousand times as large."""
        body, began = bytearray(), self.clock()
        coding = response.headers.get("content-encoding", "identity").strip().lower()
        if coding not in ("identity", "gzip", ""):
            raise _Retry(f"svaret är packat på ett sätt som inte går att läsa ({coding[:20]})")
        unpacking = zlib.decompressobj(16 + zlib.MAX_WBITS) if coding == "gzip" else None
        for chunk in response.iter_raw():
            while chunk:
                try:
                    part = chunk if unpacking is None else unpacking.decompress(chunk, _CHUNK)
                except zlib.error:
                    raise _Retry("förbindelsen bröts") from None
                chunk = b"" if unpacking is None else unpacking.unconsumed_tail
                body += part
                self._fetched += len(part)
                self._check_amount(len(body), url)
            if self.clock() - began > self.limits.longest_answer:
                raise _Retry(f"svaret tog inte slut på {self.limits.longest_answer:.0f} sekunder")
        if unpacking is not None and not unpacking.eof:
            raise _Retry("förbindelsen bröts")
        return bytes(body)

    def _check_amount(self, length: int, url: str) -> None:
        if length > self.limits.max_bytes:
            raise FetchStopped(f"Svaret från {url} är orimligt stort. Hämtningen stoppades.")
        if self._fetched > self.limits.most_fetched:
            raise FetchStopped(
                f"Hämtningen har blivit större än {self.limits.most_fetched / 1e9:.0f} GB och stoppades. "
                "Kontrollera hos tjänsten om den har ändrats."
            )

    def _pause(self) -> None:
        wait = self._last + self.limits.interval - self.clock()
        if wait > 0:
            self.sleep(wait)
        self._last = self.clock()

    def _backoff(self, attempt: int) -> float:
        """Exponential with full jitter, so that many clients do not come back in step."""
        ceiling = min(self.limits.longest_wait, self.limits.first_wait * 2.0**attempt)
        return ceiling * (0.5 + 0.5 * self.chance())

    def _stated_wait(self, response: httpx.Response) -> float:
        """Seconds that the service asks for; 0 when it does not say. FetchStopped when that is unreasonably long."""
        stated = self._retry_after(response.headers.get("retry-after", ""))
        if stated > self.limits.longest_retry_after:
            raise FetchStopped(f"Tjänsten ber oss vänta {stated / 60:.0f} minuter. Kör kommandot igen med --resume då.")
        return stated

    def _retry_after(self, text: str) -> float:
        if text.isascii() and text.strip().isdecimal():
            return float(text)
        try:
            until: datetime = parsedate_to_datetime(text)
            return max(0.0, (until - self.now()).total_seconds())
        except (ValueError, TypeError):
            return 0.0


class _Retry(Exception):
    """This attempt failed in a way that another may not; ``wait`` is what the service asked for, in seconds."""

    def __init__(self, why: str, wait: float = 0.0, *, is_odd: bool = False) -> None:
        super().__init__(why)
        self.why, self.wait, self.is_odd = why, wait, is_odd


def _short(url: str) -> str:
    """An address as a message can carry it: one of twenty-five ids fills two lines."""
    return url if len(url) <= _LONGEST_SHOWN else f"{url[:_LONGEST_SHOWN]}…"


def secured(url: str, base: str) -> str:
    """``url`` over https where it is the host of ``base`` over http: a service behind a proxy writes so."""
    (scheme, host, port), (_, mine, _port) = _origin(url), _origin(base)
    is_ours = scheme == "http" and host == mine and port == 80 and base.startswith("https://")
    return f"https{url[4:]}" if is_ours else url


def _origin(url: str) -> tuple[str, str, int | None]:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        return "", "", None
    scheme = parsed.scheme.lower()
    return scheme, parsed.host, parsed.port or {"https": 443, "http": 80}.get(scheme)
