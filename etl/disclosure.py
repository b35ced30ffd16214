"""Disclosure control of counts that a council supplies: no child can be worked out from a figure.

The policy is the constants below. A row (one area, one indicator) is withheld whole: numerator,
denominator and all that is computed from them. It is withheld first because a count in it is small,
then because it would give such a row away by subtraction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from etl.inference import Floats, Reader, Terms, evaluate
from etl.known_counts import Family, KnownCounts

SMALLEST_SHOWN = 5
"""Counts of 1 to 4 are withheld, and so are those whose complement is 1 to 4; 0 is shown."""

NEAR = 2
"""Nobody may be able to name a number within this of a withheld count."""

ROUND_TO = 5
"""What shown counts are rounded to, where the council asks for it."""

WITHHELD = "c"

_TRIED = 9
"""How many rows are tried as cover for another before the smallest of them is taken."""

_TOGETHER = 10
"""How many expressions at least are pushed apart at once, and not one by one."""

_WORTH_IT = 3
"""How many expressions a push must widen for there to be another."""


def is_small(count: float) -> bool:
    """Tell whether a count is of so few children that it is withheld."""
    return 0 < count < SMALLEST_SHOWN


def is_disclosive(numerator: float, denominator: float) -> bool:
    """Tell whether a share is of few children, or leaves few out."""
    return is_small(numerator) or is_small(denominator) or is_small(denominator - numerator)


def is_narrow(least: float, greatest: float) -> bool:
    """Tell whether some number is within ``NEAR`` of everything a withheld count can be."""
    return greatest - least <= 2 * NEAR


def round_count(count: float) -> float:
    """Return the nearest multiple of ``ROUND_TO``, halves upwards."""
    return float(ROUND_TO * np.floor(count / ROUND_TO + 0.5))


def disclosive_rows(rows: pd.DataFrame) -> pd.Series:
    """Tell which rows a small count withholds, in the area's other rows of few children too."""
    pairs = zip(rows["numerator"], rows["denominator"], strict=True)
    own = pd.Series([is_disclosive(*pair) for pair in pairs], rows.index, dtype=bool)
    few = rows["denominator"].map(is_small)
    return own | few.groupby(rows["area_code"]).transform("any")


def protect(
    rows: pd.DataFrame, family: Family, published: Mapping[tuple[str, str], float] | None = None
) -> pd.DataFrame:
    """Return ``rows`` with every row withheld that must be: counts null, marker ``c``.

    ``rows``: one council, period and family; ``area_code indicator numerator denominator marker``,
    counts null exactly where the marker is ``c`` already. The total of all areas is taken to be
    known to everybody, whether or not it is in the release; where some rows came withheld, that is
    ``published`` ((indicator, ``numerator`` or ``denominator``) → the council's own total).
    """
    rows = rows.reset_index(drop=True)
    hidden = disclosive_rows(rows) | (rows["marker"] == WITHHELD)
    hidden = _possible(rows, family, published or {}).covered(hidden.to_numpy())
    counts = rows[["numerator", "denominator"]].mask(pd.Series(hidden, rows.index), np.nan)
    marker = rows["marker"].astype(object).mask(hidden, WITHHELD)
    return rows.assign(
        numerator=counts["numerator"], denominator=counts["denominator"], marker=marker
    )


def _possible(
    rows: pd.DataFrame, family: Family, published: Mapping[tuple[str, str], float]
) -> _Search:
    """Return the table with every published total that can be of these children.

    From one that cannot nothing can be taken; the others still give away what they give away.
    """
    table = _Search(rows, family, published)
    if not np.isnan(table.truth).any() or table.is_possible():
        return table
    kept: dict[tuple[str, str], float] = {}
    for key, total in published.items():
        if _Search(rows, family, kept | {key: total}).is_possible():
            kept[key] = total
    return _Search(rows, family, kept)


def rounded(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with their counts rounded; what was withheld before stays so."""
    counts = {name: rows[name].map(round_count) for name in ("numerator", "denominator")}
    return rows.assign(**counts)


_Key = tuple
_Ranges = dict[_Key, tuple[float, float]]
"""Expression → the least and the greatest value that it was seen to have."""


def _note(counts: Floats, expressions: Mapping[_Key, Terms], seen: _Ranges) -> None:
    """Note what every expression is in a table of counts that a reader holds possible."""
    for key, terms in expressions.items():
        value = evaluate(terms, counts)
        least, greatest = seen.get(key, (value, value))
        seen[key] = min(least, value), max(greatest, value)


def _widen_all(reader: Reader, expressions: Mapping[_Key, Terms], seen: _Ranges) -> None:
    """Push all narrow expressions apart at once, some up and some down, while that widens many.

    Only saves time: a council of hundreds of small areas would take integer programs for each. No
    count goes far from the true one, or one alone would take up all that a total leaves open; so
    where a true one is not known, they are looked at one by one.
    """
    weights = np.random.default_rng(len(expressions))
    before = np.inf if not np.isnan(reader.truth).any() else 0
    while True:
        narrow = [key for key in expressions if is_narrow(*seen.get(key, (0, 0)))]
        if len(narrow) < _TOGETHER or len(narrow) > before - _WORTH_IT:
            return
        before = len(narrow)
        aim: dict[int, float] = {}
        for key, weight in zip(narrow, weights.normal(size=len(narrow)), strict=True):
            for number, coefficient in expressions[key].items():
                aim[number] = aim.get(number, 0.0) + weight * coefficient
        for counts in reader.witnesses(aim, around=reader.truth, reach=2 * NEAR + 1):
            _note(counts, expressions, seen)


class _Search(KnownCounts):
    """The search for rows to withhold, so that what is withheld cannot be inferred."""

    def covered(self, hidden: np.ndarray) -> np.ndarray:
        """Return which rows to hide so that none of them can be inferred."""
        hidden = hidden.copy()
        ranges: _Ranges = {}
        given_up: set[tuple] = set()
        while True:
            found = self._first_narrow(hidden, ranges, given_up)
            if found is None:
                return hidden
            row, terms = found
            cover = self._cover(row, terms, hidden)
            if cover:
                hidden[cover] = True
            else:
                # All rows that could say something of it are hidden: it is as safe as can be.
                given_up.add(tuple(terms.items()))

    def _first_narrow(
        self,
        hidden: np.ndarray,
        ranges: _Ranges,
        given_up: set[tuple],
    ) -> tuple[int, Terms] | None:
        """Return a hidden row and the expression of it that can be inferred, if there is one.

        ``ranges`` keeps how far apart values of each expression were seen to be: hiding more never
        narrows them.
        """
        reader = self.reader(hidden)
        secrets = [
            (row, terms)
            for row in hidden.nonzero()[0].tolist()
            for terms in self._secrets(row, reader)
        ]
        expressions = {tuple(terms.items()): terms for _, terms in secrets}
        _widen_all(reader, expressions, ranges)
        for row, terms in secrets:
            key = tuple(terms.items())
            if key in given_up or not is_narrow(*ranges.get(key, (0, 0))):
                continue
            for counts in reader.witnesses(terms):
                _note(counts, expressions, ranges)
            if is_narrow(*ranges[key]):
                return row, terms
        return None

    def _secrets(self, row: int, reader: Reader) -> Iterator[Terms]:
        """Yield the count, its complement and, where no other row shows it, what it is out of."""
        above, below = self.above[row], self.below[row]
        if not reader.shown[above]:
            yield {above: 1.0}
        if not reader.shown[below]:
            yield {below: 1.0}
            yield {below: 1.0, above: -1.0}

    def _cover(self, row: int, terms: Terms, hidden: np.ndarray) -> list[int]:
        """Return the rows to hide next: the smallest that make the expression safe, if any does."""
        choices = [*self._choices(row, terms, hidden)]
        for choice in choices[:_TRIED]:
            tried = hidden.copy()
            tried[choice] = True
            extremes = self.reader(tried).witnesses(terms)
            if not is_narrow(*(evaluate(terms, counts) for counts in extremes)):
                return choice
        return choices[0] if choices else []

    def _choices(self, row: int, terms: Terms, hidden: np.ndarray) -> Iterator[list[int]]:
        """Yield sets of shown rows that bear on a hidden one, smaller areas first.

        What a count is out of stays known until every row of an area that shows it is hidden.
        """
        open_rows = (~hidden).nonzero()[0]
        order = open_rows[np.argsort(self.size[open_rows], kind="stable")]
        order = [one for one in order if self.size[one] >= SMALLEST_SHOWN]
        same = [[one] for one in order if self.indicator[one] == self.indicator[row]]
        beside = [[one] for one in order if self.area[one] == self.area[row]]
        areas = dict.fromkeys(self.area[one] for one in order if self.area[one] != self.area[row])
        entire = [[one for one in order if self.area[one] == area] for area in areas]
        if self.below[row] in terms:
            yield from entire
            yield from beside
            return
        # One domain can give all five away, and all five one domain: cover all that is hidden here.
        here = {
            self.indicator[one]
            for one in hidden.nonzero()[0].tolist()
            if self.area[one] == self.area[row]
        }
        both = [[one for one in rows if self.indicator[one] in here] for rows in entire]
        few = _TRIED // 3
        yield from same[:few]
        yield from [rows for rows in both if len(rows) > 1][:few]
        yield from beside
        yield from same[few:]
        yield from entire
