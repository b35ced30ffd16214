"""How narrowly withheld counts can be inferred from what is published beside them.

Whoever reads a table can write down linear facts about the counts that are not in it: they add up
to a total, none is negative, a part is no more than its whole. The least and the greatest value
that each may take under all these facts are found by integer programming, as statistical offices
audit their tables (Hundepool and others, *Statistical Disclosure Control*, 2012, chapter 4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Terms = Mapping[int, float]
"""A linear expression: number of the count → its coefficient."""

FAR = 1e6
"""More children than there are: the upper bound of a count that has no other."""


@dataclass(frozen=True)
class Fact:
    """A linear expression of counts that lies between two numbers, as anyone can tell."""

    terms: Terms
    least: float
    greatest: float


class Contradiction(Exception):  # noqa: N818 - no error: the facts of two publishers differ
    """No counts at all satisfy the facts: they are not all true, and nothing follows from them."""


@dataclass
class Reader:
    """Everything that a reader of the published table knows.

    ``truth``: the counts, NaN where even the caller does not know one. ``facts`` must be true of
    it. ``shown``: which counts are published.
    """

    truth: Floats
    facts: Sequence[Fact]
    shown: NDArray[np.bool_]

    def witnesses(
        self, terms: Terms, *, around: Floats | float = 0.0, reach: float = np.inf
    ) -> tuple[Floats, Floats]:
        """Return whole counts that fit all facts, at which the expression is least, and greatest.

        With ``reach`` only counts that far from those of ``around``, which fit too, are looked at.
        Raises ``Contradiction`` when the facts cannot all be true.
        """
        bounds = (
            np.where(self.shown, self.truth, np.maximum(around - reach, 0)),
            np.where(self.shown, self.truth, np.minimum(around + reach, FAR)),
        )
        return self._extreme(terms, 1, bounds), self._extreme(terms, -1, bounds)

    def _extreme(self, terms: Terms, sign: int, bounds: tuple[Floats, Floats]) -> Floats:
        aim = np.zeros(len(self.truth))
        for number, coefficient in terms.items():
            aim[number] = sign * coefficient
        matrix, least, greatest = self._rows
        # scipy's stubs know of single numbers only.
        found = milp(
            aim,
            integrality=np.ones(len(aim)),
            bounds=Bounds(*bounds),  # pyright: ignore[reportArgumentType]
            constraints=LinearConstraint(matrix, least, greatest),  # pyright: ignore[reportArgumentType]
        )
        if found.x is None:
            raise Contradiction
        return np.round(found.x)

    @cached_property
    def _rows(self) -> tuple[csr_array, Floats, Floats]:
        entries = [
            (row, number, coefficient)
            for row, fact in enumerate(self.facts)
            for number, coefficient in fact.terms.items()
        ]
        rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
        shape = (len(self.facts), len(self.truth))
        matrix = csr_array((values, (rows, columns)), shape=shape, dtype=float)
        least = np.array([fact.least for fact in self.facts], dtype=float)
        return matrix, least, np.array([fact.greatest for fact in self.facts], dtype=float)


def evaluate(terms: Terms, counts: Floats) -> float:
    """Return the value of an expression; NaN where one of its counts is unknown."""
    return float(sum(coefficient * counts[number] for number, coefficient in terms.items()))
