"""Charts drawn on the server as SVG, with the same numbers in a table for whoever needs it.

No chart library is loaded: a chart weighs what its points weigh. Places along x are
percentages, so the drawing stretches with its card while its words keep their size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

HEIGHT = 190
LINES = 4
MOST_NAMES = 8


@dataclass(frozen=True)
class Series:
    """One line or one colour of bars; None is a gap, not a zero."""

    label: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Chart:
    """What is shown: a sentence for those who do not see it, names along x, the numbers."""

    title: str
    names: Sequence[str]
    series: Sequence[Series]
    unit: str = ""

    @property
    def top(self) -> float:
        """A round number no value exceeds."""
        return _round_up(
            max((value for one in self.series for value in one.values if value), default=0)
        )

    @property
    def grid(self) -> list[tuple[float, str]]:
        """Horizontal lines: how far down, and the value they stand for."""
        steps = [self.top * step / (LINES - 1) for step in range(LINES)]
        return [(self._down(value), f"{self.unit}{value:,.0f}") for value in steps]

    @property
    def points(self) -> list[tuple[float, str]]:
        """The names under a line, the first and last at the edges."""
        return self._some([(self._across(i), name) for i, name in enumerate(self.names)])

    @property
    def slots(self) -> list[tuple[float, str]]:
        """The names under bars, each in the middle of its own."""
        slot = 100 / max(1, len(self.names))
        return self._some([(round((i + 0.5) * slot, 2), name) for i, name in enumerate(self.names)])

    @property
    def lines(self) -> list[tuple[str, tuple[float, float] | None]]:
        """A path for each series, and where its last point stands."""
        return [(self._path(one.values), self._last(one.values)) for one in self.series]

    @property
    def bars(self) -> list[list[Bar]]:
        """One list of bars for each series, beside each other in their slot."""
        slot = 100 / max(1, len(self.names))
        width = slot * 0.6 / max(1, len(self.series))
        return [
            [
                self._bar(slot * (i + 0.2) + nth * width, width, value or 0)
                for i, value in enumerate(one.values)
            ]
            for nth, one in enumerate(self.series)
        ]

    @property
    def rows(self) -> list[tuple[str, list[float | None]]]:
        """The same numbers as a table."""
        return [(name, [one.values[i] for one in self.series]) for i, name in enumerate(self.names)]

    def _some(self, marks: list[tuple[float, str]]) -> list[tuple[float, str]]:
        """So few that they never touch."""
        every = -(-len(marks) // MOST_NAMES) or 1
        return marks[::every]

    def _bar(self, x: float, width: float, value: float) -> Bar:
        down = self._down(value)
        return Bar(round(x, 2), down, round(width, 2), round(HEIGHT - down, 1))

    def _across(self, index: int) -> float:
        return round(100 * index / max(1, len(self.names) - 1), 2)

    def _down(self, value: float) -> float:
        return round(HEIGHT - HEIGHT * value / self.top, 1)

    def _last(self, values: Sequence[float | None]) -> tuple[float, float] | None:
        known = [(i, value) for i, value in enumerate(values) if value is not None]
        return (self._across(known[-1][0]), self._down(known[-1][1])) if known else None

    def _path(self, values: Sequence[float | None]) -> str:
        steps = []
        for before, (i, value) in pairwise([(-1, None), *enumerate(values)]):
            if value is not None:
                step = "M" if before[1] is None else "L"
                steps.append(f"{step}{self._across(i)} {self._down(value)}")
        return "".join(steps)


def _round_up(most: float) -> float:
    """The least of 3, 6, 9, 15 or 30 times a power of ten, so that every line is round."""
    size = 1
    while most > 10 * size * (LINES - 1):
        size *= 10
    step = next(n for n in (1, 2, 3, 5, 10) if n * size * (LINES - 1) >= most)
    return float(step * size * (LINES - 1))
