"""Charts drawn on the server as SVG, with the same numbers in a table for whoever needs it.

No chart library is loaded: a page's charts weigh what their points weigh.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH = 640
HEIGHT = 200
LINES = 4


@dataclass(frozen=True)
class Series:
    """One line or one colour of bars; None is a gap, not a zero."""

    label: str
    values: Sequence[float | None]


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
        most = max((value for one in self.series for value in one.values if value), default=0)
        return _round_up(most)

    @property
    def view_box(self) -> str:
        return f"0 -8 {WIDTH} {HEIGHT + 32}"

    @property
    def grid(self) -> list[tuple[float, str]]:
        """Horizontal lines: how far down, and the value they stand for."""
        steps = [self.top * step / (LINES - 1) for step in range(LINES)]
        return [(self._down(value), f"{self.unit}{value:,.0f}") for value in steps]

    @property
    def marks(self) -> list[tuple[float, str]]:
        """Names under the chart, so few that they never touch."""
        every = max(1, -(-len(self.names) // 8))
        return [(self._across(i), name) for i, name in enumerate(self.names) if i % every == 0]

    @property
    def lines(self) -> list[tuple[str, tuple[float, float] | None]]:
        """A path for each series, and where its last point stands."""
        return [(self._path(one.values), self._last(one.values)) for one in self.series]

    @property
    def bars(self) -> list[list[tuple[float, float, float, float]]]:
        """x, y, width and height of each bar, one list for each series."""
        slot = WIDTH / max(1, len(self.names))
        width = slot * 0.7 / max(1, len(self.series))
        return [
            [
                (
                    round(i * slot + slot * 0.15 + nth * width, 1),
                    self._down(value or 0),
                    round(width, 1),
                    round(HEIGHT - self._down(value or 0), 1),
                )
                for i, value in enumerate(one.values)
            ]
            for nth, one in enumerate(self.series)
        ]

    @property
    def rows(self) -> list[tuple[str, list[float | None]]]:
        """The same numbers as a table."""
        return [(name, [one.values[i] for one in self.series]) for i, name in enumerate(self.names)]

    def _across(self, index: int) -> float:
        return round(WIDTH * index / max(1, len(self.names) - 1), 1)

    def _down(self, value: float) -> float:
        return round(HEIGHT - HEIGHT * value / self.top, 1)

    def _point(self, index: int, value: float) -> tuple[float, float]:
        return self._across(index), self._down(value)

    def _last(self, values: Sequence[float | None]) -> tuple[float, float] | None:
        known = [(i, value) for i, value in enumerate(values) if value is not None]
        return self._point(*known[-1]) if known else None

    def _path(self, values: Sequence[float | None]) -> str:
        steps = []
        for before, (i, value) in pairwise([(-1, None), *enumerate(values)]):
            if value is not None:
                x, y = self._point(i, value)
                steps.append(f"{'L' if before[1] is not None else 'M'}{x} {y}")
        return "".join(steps)


def _round_up(most: float) -> float:
    """The next of 1, 2, 3, 5 or 10 times a power of ten, times three for the grid's sake."""
    if most <= 0:
        return float(LINES - 1)
    step = most / (LINES - 1)
    power = 10 ** (len(str(int(step))) - 1) if step >= 1 else 1
    return float(next(n * power for n in (1, 2, 3, 5, 10) if n * power >= step) * (LINES - 1))
