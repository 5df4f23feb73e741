"""Answers that cannot be used: each costs what was asked in it and is told. Many of them, and nothing is believed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from spiral.sources.live.polite import FetchStopped, OtherHost
from spiral.sources.reading.problems import Problem, Severity, Unreadable

#: So many answers may be odd, or this share of them when there are more.
MOST_ODD, MOST_ODD_SHARE = 5, 0.5
_STAYS = "Det som fanns sedan förut ligger kvar."


@dataclass(slots=True)
class OddAnswers:
    """What one fetch has passed over: whole answers, and parts of answers."""

    problems: list[Problem] = field(default_factory=list)
    asked: int = 0
    whole: int = 0

    def answer(self, error: FetchStopped | Unreadable, what: str, *, is_counted: bool = True) -> None:
        """A whole answer is passed over; ``what`` was asked in it. Raises FetchStopped when they are too many."""
        self.whole += is_counted and not isinstance(error, OtherHost)  # its first page was of use
        if isinstance(error, Unreadable):
            self.part(error.problem, what)
        else:
            self.part(Problem("", None, "", str(error), ""), what)
        if self.whole > max(MOST_ODD, MOST_ODD_SHARE * self.asked):
            raise FetchStopped(
                f"{self.whole} av {self.asked} svar går inte att använda, det senaste: {error} Hämtningen stoppades; "
                "tjänsten kan ha ändrats."
            )

    def part(self, problem: Problem, what: str) -> None:
        """A part of an answer is passed over; ``what`` it concerned."""
        self.problems.append(replace(problem, file=what, remedy=_STAYS, severity=Severity.WARNING))
