"""What everybody knows of the counts of a council's file: bounds, nesting, totals.

The counts of one family become numbered unknowns, and what is known of them linear facts, as
``etl.inference`` reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from etl.inference import Contradiction, Fact, Reader, evaluate


@dataclass(frozen=True)
class Family:
    """Indicators whose counts say something about each other.

    ``whole`` counts children who are in every one of ``parts``, all out of the same children.
    ``reached`` counts those same children, out of all that there are.
    """

    indicators: tuple[str, ...]
    parts: tuple[str, ...] = ()
    whole: str | None = None
    reached: str | None = None


@dataclass
class KnownCounts:
    """The counts of one family as numbered unknowns, and what everybody knows about them."""

    rows: pd.DataFrame
    family: Family
    published: Mapping[tuple[str, str], float]
    numbers: dict[tuple, int] = field(default_factory=dict)
    truth: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.area = self.rows["area_code"].tolist()
        self.indicator = self.rows["indicator"].tolist()
        self.groups: dict[str, set[float]] = {area: set() for area in self.area}
        for area, count in self._children():
            if not np.isnan(count):
                self.groups[area].add(count)
        places = range(len(self.rows))
        self.above = [self._number("numerator", row) for row in places]
        self.below = [self._number("denominator", row) for row in places]
        self.at = {(self.area[row], self.indicator[row]): row for row in places}
        self.facts = [*self._bounds(), *self._nesting(), *self._totals()]
        self.size = self.rows["denominator"].fillna(np.inf).to_numpy(dtype=float)

    def _number(self, name: str, row: int) -> int:
        """Return the unknown that stands for a count; equal groups of children are one unknown.

        Where a row came withheld, its children are taken to be those of the area's other rows.
        """
        count, area = float(self.rows[name].to_numpy()[row]), self.area[row]
        key: tuple = (area, self.indicator[row], name)
        if (self.indicator[row] == self.family.reached) == (name == "numerator"):
            groups = self.groups[area]
            if np.isnan(count) and len(groups) == 1:
                (count,) = groups
            key = (area, None if np.isnan(count) else count)
        if key not in self.numbers:
            self.numbers[key] = len(self.truth)
            self.truth.append(count)
        return self.numbers[key]

    def _children(self) -> Iterator[tuple[str, float]]:
        """Yield the known numbers of children that the family's shares are out of, by area."""
        reached = self.rows["indicator"] == self.family.reached
        counts = self.rows["numerator"].where(reached, self.rows["denominator"])
        yield from zip(self.area, counts, strict=True)

    def _bounds(self) -> Iterator[Fact]:
        for above, below in zip(self.above, self.below, strict=True):
            if above != below:
                yield Fact({below: 1, above: -1}, 0, np.inf)

    def _nesting(self) -> Iterator[Fact]:
        """Yield that whoever is in the whole is in each part, and that few parts leave few out."""
        for area in dict.fromkeys(self.area):
            whole_row = self.at.get((area, str(self.family.whole)))
            if whole_row is None:
                continue
            parts = [self.at[area, part] for part in self.family.parts if (area, part) in self.at]
            parts = [row for row in parts if self.below[row] == self.below[whole_row]]
            whole_count = self.above[whole_row]
            terms = [{self.above[row]: 1.0, whole_count: -1.0} for row in parts]
            if len(parts) == len(self.family.parts):
                all_of_them = dict.fromkeys((self.above[row] for row in parts), -1.0)
                below = self.below[whole_row]
                terms.append({whole_count: 1.0, below: len(parts) - 1.0} | all_of_them)
            for one in terms:
                if not evaluate(one, np.array(self.truth)) < 0:
                    yield Fact(one, 0, np.inf)

    def _totals(self) -> Iterator[Fact]:
        for indicator in dict.fromkeys(self.indicator):
            chosen = [row for row, name in enumerate(self.indicator) if name == indicator]
            for name, numbers in (("numerator", self.above), ("denominator", self.below)):
                terms = dict.fromkeys((numbers[row] for row in chosen), 1.0)
                total = evaluate(terms, np.array(self.truth))
                if np.isnan(total):
                    total = self.published.get((indicator, name), np.nan)
                if not np.isnan(total):
                    yield Fact(terms, total, total)

    def is_possible(self) -> bool:
        """Tell whether any counts at all fit what is known, with those that came withheld open."""
        try:
            self.reader(np.isnan(self.rows["numerator"].to_numpy(dtype=float))).witnesses({})
        except Contradiction:
            return False
        return True

    def reader(self, hidden: np.ndarray) -> Reader:
        """Return what somebody knows who sees all rows but the ``hidden`` ones."""
        shown = np.zeros(len(self.truth), dtype=bool)
        for row in (~hidden).nonzero()[0]:
            shown[[self.above[row], self.below[row]]] = True
        return Reader(np.array(self.truth), self.facts, shown)
