"""Someone who has the release, and nothing else, and wants the counts that it withholds.

Written from what is published alone: it shares no code with ``etl.disclosure``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import linprog

PARTS = [
    f"asq_{name}"
    for name in ("communication", "gross_motor", "fine_motor", "problem_solving", "personal_social")
]
ALL, REACHED = "asq_all_domains", "asq_response_rate"


def rows(table: str) -> pd.DataFrame:
    """Read ``area indicator numerator denominator`` lines, as a council counted them."""
    lines = [line.split() for line in table.strip().splitlines()]
    found = pd.DataFrame(lines, columns=["area_code", "indicator", "numerator", "denominator"])
    counts = ["numerator", "denominator"]
    withheld = found["numerator"] == "c"
    found[counts] = found[counts].apply(pd.to_numeric, errors="coerce").astype(float)
    return found.assign(marker=pd.Series(None, found.index, dtype=object).mask(withheld, "c"))


def totals_of(rows: pd.DataFrame) -> dict[tuple[str, str], float]:
    """The council's own total of each count, as its official row gives it."""
    sums = rows.groupby("indicator")[["numerator", "denominator"]].sum()
    return {(one, name): float(sums.loc[one, name]) for one in sums.index for name in sums.columns}


def recovered(
    published: pd.DataFrame, totals: dict[tuple[str, str], float], *, rounding: bool = False
) -> list[str]:
    """Name every withheld count that is known within 2 from ``published`` wards and ``totals``.

    The attacker knows that shares of one family are out of the same children, that the response
    rate counts those children, that who is in the whole is in each part, and how counts were
    rounded. A denominator that another row shows is no secret; one that none shows is.
    """
    names: dict[tuple, int] = {}

    def unknown(*key) -> int:
        return names.setdefault(key, len(names))

    cells = [
        (
            row.area_code,
            row.indicator,
            unknown(row.area_code, row.indicator) if row.indicator != REACHED
            else unknown(row.area_code, "children"),
            unknown(row.area_code, "children") if row.indicator != REACHED
            else unknown(row.area_code, "everyone"),
            row,
        )
        for row in published.itertuples()
    ]  # fmt: skip
    shown: set[int] = set()
    low, high = np.zeros(len(names)), np.full(len(names), np.inf)
    for _, _, above, below, row in cells:
        for number, count in ((above, row.numerator), (below, row.denominator)):
            if not np.isnan(count):
                shown.add(number)
                least, greatest = _behind(count, rounding)
                low[number], high[number] = max(low[number], least), min(high[number], greatest)
    at_most: list[dict[int, float]] = [{above: 1, below: -1} for _, _, above, below, _ in cells]
    place = {(area, name): above for area, name, above, _, _ in cells}
    for area in published["area_code"].unique():
        if (area, ALL) not in place:
            continue
        entire, parts = place[area, ALL], [place[area, p] for p in PARTS if (area, p) in place]
        at_most += [{entire: 1, part: -1} for part in parts]
        if len(parts) == len(PARTS):
            children = names[area, "children"]
            at_most.append({children: -4, entire: -1} | dict.fromkeys(parts, 1))
    sums = [
        (dict.fromkeys([cell[2 + which] for cell in cells if cell[1] == name], 1), total)
        for (name, count), total in totals.items()
        for which in [("numerator", "denominator").index(count)]
        if any(cell[1] == name for cell in cells)
    ]
    below_zero = _matrix(at_most, len(names))
    equal, total = _matrix([terms for terms, _ in sums], len(names)), [t for _, t in sums]
    found = []
    for area, indicator, above, below, row in cells:
        if not np.isnan(row.numerator):
            continue
        secrets = {"count": {above: 1}, "complement": {below: 1, above: -1}, "out of": {below: 1}}
        for what, terms in secrets.items():
            if shown.issuperset(terms):
                # Another row shows it: it is no count of few children.
                continue
            aim = _matrix([terms], len(names))[0]
            ends = [
                linprog(
                    sign * aim,
                    below_zero,
                    np.zeros(len(at_most)),
                    equal if total else None,
                    total or None,
                    np.column_stack([low, high]),
                )
                for sign in (1, -1)
            ]
            if any(end.status == 3 for end in ends):
                continue
            assert all(end.status == 0 for end in ends), [end.message for end in ends]
            least, greatest = np.ceil(ends[0].fun - 1e-6), np.floor(-ends[1].fun + 1e-6)
            if greatest - least <= 4:
                found.append(f"{area} {indicator} {what}: {least:.0f} to {greatest:.0f}")
    return found


def _behind(count: float, rounding: bool) -> tuple[float, float]:
    """What a shown count was before rounding: nobody shows 1 to 4."""
    if not rounding:
        return count, count
    if count == 0:
        return 0, 0
    return max(5, count - 2), count + 2


def _matrix(terms: list[dict[int, float]], width: int) -> np.ndarray:
    matrix = np.zeros((len(terms), width))
    for line, one in enumerate(terms):
        for number, coefficient in one.items():
            matrix[line, number] = coefficient
    return matrix
