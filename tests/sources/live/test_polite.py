import json
from datetime import UTC, datetime

import pytest

from spiral.sources.live.polite import AddressNotFound, FetchStopped, PoliteClient, RequestLimits

GOOD = b'{"values": []}'


def test_an_answer_is_given_with_its_json(replay, hurried) -> None:
    replay.on("/a", GOOD)
    assert hurried.http.get(replay.base + "/a") == (GOOD, {"values": []})
    assert hurried.slept == []


def faults(answer) -> dict[str, tuple]:
    return {
        "429": (answer(b"", 429), "tjänsten svarade 429"),
        "500": (answer(b"", 500), "tjänsten svarade 500"),
        "503": (answer(b"<html>", 503), "tjänsten svarade 503"),
        "cut off in the body": (answer(GOOD, cut=50), "förbindelsen bröts"),
        "slow": (answer(GOOD, slow=0.6), "svaret dröjde för länge"),
        "html instead of json": (answer(b"<!DOCTYPE html><p>Underhall"), "Svaret är en webbsida, inte data"),
        "json that stops": (answer(b'{"values": ['), "Svaret är avbrutet eller inte JSON"),
        "wrong encoding": (answer('{"title": "Götene"}'.encode("latin-1")), "Svaret är inte UTF-8"),
        "broken compression": (answer(b"\x1f\x8bxx", headers={"Content-Encoding": "gzip"}), "förbindelsen bröts"),
        "nothing": (answer(b""), "Svaret är avbrutet eller inte JSON"),
    }


NAMES = list(faults(lambda *args, **more: None))


@pytest.mark.parametrize("name", NAMES)
def test_a_passing_fault_is_waited_out(name: str, replay, hurried, answer) -> None:
    fault, why = faults(answer)[name]
    replay.on("/a", fault, fault, GOOD)
    assert hurried.http.get(replay.base + "/a")[0] == GOOD
    assert len(replay.asked) == 3
    assert hurried.slept == [1.0, 2.0]
    assert hurried.told == [f"  försök 2 av 4: {why}", f"  försök 3 av 4: {why}"]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_lasting_fault_ends_with_why_and_how_to_go_on(name: str, replay, hurried, answer) -> None:
    fault, why = faults(answer)[name]
    replay.on("/a", fault)
    with pytest.raises(FetchStopped, match=rf"Gav upp efter 4 försök på .*/a: {why}.* --resume"):
        hurried.http.get(replay.base + "/a")
    assert len(replay.asked) == 4
    assert hurried.slept == [1.0, 2.0, 4.0]


def test_waits_double_and_jitter_and_stay_below_a_minute() -> None:
    for chance, expected in ((1.0, [1, 2, 4, 8, 16, 32, 60, 60]), (0.0, [0.5, 1, 2, 4, 8, 16, 30, 30])):
        with PoliteClient("http://127.0.0.1:9", chance=lambda chance=chance: chance) as client:
            assert [client._backoff(attempt) for attempt in range(8)] == expected


def test_retry_after_in_seconds_is_obeyed(replay, hurried, answer) -> None:
    replay.on("/a", answer(b"", 429, {"Retry-After": "17"}), GOOD)
    hurried.http.get(replay.base + "/a")
    assert hurried.slept == [17.0]


def test_retry_after_as_a_date_is_obeyed(replay, hurried, answer) -> None:
    hurried.http.now = lambda: datetime(2026, 11, 21, 22, 0, 0, tzinfo=UTC)
    replay.on("/a", answer(b"", 429, {"Retry-After": "Sat, 21 Nov 2026 22:00:40 GMT"}), GOOD)
    hurried.http.get(replay.base + "/a")
    assert hurried.slept == [40.0]


@pytest.mark.parametrize("stated", ["²", "snart", "-5", "", "Sat, 21 Nov 2020 22:00:40 GMT"])
def test_a_retry_after_that_says_nothing_falls_back_on_backing_off(stated: str, replay, hurried, answer) -> None:
    replay.on("/a", answer(b"", 429, {"Retry-After": stated}), GOOD)
    hurried.http.get(replay.base + "/a")
    assert hurried.slept == [1.0]


def test_a_wait_of_an_hour_is_told_not_sat_through(replay, hurried, answer) -> None:
    replay.on("/a", answer(b"", 429, {"Retry-After": "3600"}))
    with pytest.raises(FetchStopped, match="vänta 60 minuter"):
        hurried.http.get(replay.base + "/a")
    assert hurried.slept == []


def test_a_redirect_within_the_host_is_followed(replay, hurried, answer) -> None:
    replay.on("/a", answer(b"", 302, {"Location": "/b"}))
    replay.on("/b", GOOD)
    assert hurried.http.get(replay.base + "/a")[0] == GOOD


@pytest.mark.parametrize(
    "location", ["http://example.org/a", "https://127.0.0.1/a", "//example.org/a", "http://localhost/a"]
)
def test_a_redirect_to_another_host_is_refused(location: str, replay, hurried, answer) -> None:
    replay.on("/a", answer(b"", 302, {"Location": location}))
    with pytest.raises(FetchStopped, match="annan värd|annat protokoll"):
        hurried.http.get(replay.base + "/a")
    assert replay.asked == ["/a"]


def test_a_ring_of_redirects_ends(replay, hurried, answer) -> None:
    replay.on("/a", answer(b"", 302, {"Location": "/a"}))
    with pytest.raises(FetchStopped, match="runt i ring"):
        hurried.http.get(replay.base + "/a")
    assert len(replay.asked) == 4


def test_an_enormous_answer_is_stopped_at_the_limit(replay, hurried, answer) -> None:
    replay.on("/a", answer(json.dumps({"values": "x" * 300_000}).encode()))
    with pytest.raises(FetchStopped, match="orimligt stort"):
        hurried.http.get(replay.base + "/a")
    assert len(replay.asked) == 1


def test_a_packed_bomb_is_stopped_at_the_limit(replay, hurried, answer) -> None:
    import gzip

    bomb = gzip.compress(b" " * 50_000_000)
    assert len(bomb) < 100_000
    replay.on("/a", answer(bomb, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(FetchStopped, match="orimligt stort"):
        hurried.http.get(replay.base + "/a")


@pytest.mark.parametrize("status", [400, 401, 403, 410])
def test_a_refusal_is_not_asked_again(status: int, replay, hurried, answer) -> None:
    replay.on("/a", answer(b"", status))
    with pytest.raises(FetchStopped, match=f"svarade {status}"):
        hurried.http.get(replay.base + "/a")
    assert len(replay.asked) == 1


def test_what_is_not_there_is_told_apart(replay, hurried) -> None:
    with pytest.raises(AddressNotFound):
        hurried.http.get(replay.base + "/nothing")


def test_requests_keep_their_distance(replay) -> None:
    time, slept = [100.0], []

    def sleep(seconds: float) -> None:
        slept.append(round(seconds, 3))
        time[0] += seconds

    replay.on("/a", GOOD)
    with PoliteClient(replay.base, limits=RequestLimits(interval=0.2), sleep=sleep, clock=lambda: time[0]) as client:
        for _ in range(3):
            client.get(replay.base + "/a")
            time[0] += 0.05
    assert slept == [0.15, 0.15]
