import polars as pl
import pytest

from spiral.sources.reading.observations import observations
from spiral.sources.snapshot.guard import shrunk_series


def series(rows: int, measure: str = "N15505", area: str = "") -> pl.DataFrame:
    frame = pl.DataFrame({"period": [str(2000 + i) for i in range(rows)]}, schema={"period": pl.String})
    return observations(frame, part="kolada", measure=measure, area=area, place_kind="municipality", place="1471")


@pytest.mark.parametrize(("before", "after", "refused"), [(10, 8, False), (10, 7, True), (5, 4, False), (1, 0, True)])
def test_a_series_may_lose_a_fifth_and_no_more(before: int, after: int, refused: bool) -> None:
    assert bool(shrunk_series(series(before), series(after))) is refused


def test_a_new_or_grown_series_is_welcome() -> None:
    assert shrunk_series(series(10), pl.concat([series(12), series(3, "N15507")])) == []


def test_each_series_is_judged_by_itself_and_named() -> None:
    old = pl.concat([series(10), series(10, "N15507"), series(10, "securityMetrics", "pupilsgr.ak8")])
    new = pl.concat([series(30), series(2, "N15507"), series(7, "securityMetrics", "pupilsgr.ak8")])
    assert [(s.name, s.before, s.after) for s in shrunk_series(old, new)] == [
        ("kolada:N15507", 10, 2),
        ("kolada:securityMetrics:pupilsgr.ak8", 10, 7),
    ]


def test_an_accepted_series_passes_and_only_that() -> None:
    old = pl.concat([series(10), series(10, "N15507")])
    new = pl.concat([series(1), series(1, "N15507")])
    assert [s.name for s in shrunk_series(old, new, {"kolada:N15507"})] == ["kolada:N15505"]


def test_the_message_says_how_to_accept() -> None:
    text = str(shrunk_series(series(10), series(0))[0])
    assert text.startswith("kolada:N15505: 10 rader blev 0.")
    assert '--accept-shrink "kolada:N15505"' in text
