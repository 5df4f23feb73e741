"""A source's period is told from other words before it is read by its indicator's rule."""

import pytest

from spiral.engine.periods import Period, SourcePeriod


@pytest.mark.parametrize("raw", ["2019/20", "1999/00", "2019", "VT25", "VT 2025", "latest", "pooled"])
def test_what_sources_write_is_a_period(raw: str) -> None:
    assert SourcePeriod(raw) == raw


@pytest.mark.parametrize("raw", ["2019/21", "19", "HT25", "", "２０１９", "2019/20 ", "senast", "2" * 400])
def test_other_words_are_not(raw: str) -> None:
    with pytest.raises(ValueError, match="is no period") as refused:
        SourcePeriod(raw)
    assert len(str(refused.value)) < 40


def test_it_is_read_by_the_rule_of_its_indicator() -> None:
    assert SourcePeriod("2019/20").read("grade") == Period(2020, "2019/20", "grade")
    assert SourcePeriod("2019").read("autumn") == Period(2019, "2019", "autumn")
