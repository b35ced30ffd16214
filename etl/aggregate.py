"""From measures in their source's own geography to every level they can reach, totals conserved.

A level at which the source has rows of its own takes those; nothing else ever replaces them. A
missing level is the sum of its parts, and a sum with an unknown part is unknown: so a figure that a
publisher withheld can neither be filled in nor worked out from a total made here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from etl.errors import ContractError
from etl.registry import ENGLAND, LEVELS

if TYPE_CHECKING:
    from etl.geography import Geography

TWO_TIER_DISTRICT = "E07"
"""Prefix of a district within a county; every other district is its own upper-tier council."""

MARKER_ORDER = ("r", "p", "e", "b", "z", "x", "u", "low", "c")
"""Which marker a figure made of several takes: the last of them; those beside a value are first."""

METHOD_ORDER = ("published", "aggregated", "best_fit", "apportioned")
"""Which method a figure made of several takes: the last of them, the least direct."""

LIFTED = ("measure", "level", "area_code", "period", "period_end", "value", "marker", "method")
"""Columns of what ``lift`` and ``own_levels`` return, one row per measure, area and period."""

_NOT_AVAILABLE = MARKER_ORDER.index("x") + 1


def rank_markers(markers: pd.Series) -> np.ndarray:
    """Return each marker's place in ``MARKER_ORDER``, from 1, and 0 where there is none."""
    return pd.Categorical(markers, categories=MARKER_ORDER).codes.astype(np.int8) + np.int8(1)


def name_markers(ranks: np.ndarray) -> np.ndarray:
    """Return the markers of ``rank_markers``' places; None for 0."""
    return np.array([None, *MARKER_ORDER], dtype=object)[ranks]


@dataclass(frozen=True)
class Cells:
    """One level's figures: ``figures`` and marker ``ranks``, a row an area and a column a series.

    A series is one measure in one period, known by its number.
    """

    figures: pd.DataFrame
    ranks: pd.DataFrame

    def without(self, series: Collection[object]) -> Cells:
        """Leave out some series."""
        keep = [one for one in self.figures.columns if one not in series]
        return Cells(self.figures[keep], self.ranks[keep])

    def areas(self, codes: Collection[str]) -> Cells:
        """Return exactly these areas, in this order; one that had no row is not available."""
        index = pd.Index(codes)
        ranks = self.ranks.reindex(index, fill_value=_NOT_AVAILABLE)
        return Cells(self.figures.reindex(index), ranks)

    def beside(self, other: Cells) -> Cells:
        """Join the series of another table of the same areas."""
        return Cells(
            pd.concat([self.figures, other.figures], axis=1),
            pd.concat([self.ranks, other.ranks], axis=1),
        )


def lift(
    measures: pd.DataFrame, geography: Geography, *, known_parts: Collection[str] = ()
) -> pd.DataFrame:
    """Bring counts to every level from their own up to England; return the ``LIFTED`` columns.

    ``measures`` is a table by ``etl.contract.MEASURES`` of quantities that may be added up. LSOAs
    of 2011 go to those of 2021 by shares, those to wards by best fit (``best_fit``) and to
    districts by the one they lie in; from there up levels are summed (``aggregated``). Every area
    of a level reached has a row: ``x`` where nothing is known of it. A total is null, with the
    gravest marker among its parts, unless all are known; for measures in ``known_parts`` it is of
    the parts that are. Raises ``ContractError`` for an area outside the geography and a figure
    given twice.
    """
    series = _series(measures)
    reached = _own(measures, series, geography)
    pieces = [(level, cells, "published") for level, cells in reached.items()]
    summed_in_part = set(series.index[series["measure"].isin(list(known_parts))])
    for part, whole, parents, shares, method in _steps(geography):
        lower = _upper_tier(reached) if part == "upper_tier" else reached.get(part)
        if lower is None:
            continue
        wanted = lower.without(set(reached[whole].figures) if whole in reached else ())
        if wanted.figures.empty:
            continue
        totals = _total(wanted, parents, summed_in_part, shares)
        totals = totals.areas(_codes(whole, geography))
        reached[whole] = reached[whole].beside(totals) if whole in reached else totals
        pieces.append((whole, totals, method))
    return _long(pieces, series, _by_upper_tier(measures, series))


def to_neighbourhoods(measures: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    """Bring counts of LSOAs of 2011 or 2021 to all those of 2021, as rows of ``LIFTED``."""
    series = _series(measures)
    own = _own(measures, series, geography)
    pieces = [("lsoa21", own["lsoa21"], "published")] if "lsoa21" in own else []
    if "lsoa11" in own:
        _, _, parents, shares, method = next(_steps(geography))
        totals = _total(own["lsoa11"], parents, (), shares)
        pieces.append(("lsoa21", totals.areas(_codes("lsoa21", geography)), method))
    return _long(pieces, series, (), levels=("lsoa21",))


def own_levels(measures: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    """Return figures at the levels their source gives, and no other: rates are never added up.

    The ``LIFTED`` columns; every area of such a level has a row, ``x`` where the source has none.
    """
    series = _series(measures)
    own = _own(measures, series, geography)
    pieces = [(level, cells, "published") for level, cells in own.items()]
    return _long(pieces, series, _by_upper_tier(measures, series))


def _series(measures: pd.DataFrame) -> pd.DataFrame:
    """Number the series: ``measure period period_end``, indexed by number."""
    series = measures[["measure", "period", "period_end"]].drop_duplicates(ignore_index=True)
    twice = series.duplicated(["measure", "period"])
    if twice.any():
        first = series[twice].iloc[0]
        raise ContractError(
            f"measure {first['measure']}: period {first['period']!r} ends on two days"
        )
    return series


def _own(measures: pd.DataFrame, series: pd.DataFrame, geography: Geography) -> dict[str, Cells]:
    """Spread the source's rows over one table a level (LSOAs too), all areas of the level in it."""
    level_of = geography.areas.set_index("area_code")["level"]
    small = measures["geography"].isin(["lsoa11", "lsoa21"])
    # A unitary council is a district here, whichever of the two the source calls it.
    level = measures["geography"].where(small, measures["area_code"].map(level_of))
    number = pd.MultiIndex.from_frame(series[["measure", "period"]]).get_indexer(
        pd.MultiIndex.from_frame(measures[["measure", "period"]])
    )
    tables = {}
    for name in ("lsoa11", "lsoa21", *LEVELS):
        rows = (level == name).to_numpy()
        if rows.any():
            codes = _codes(name, geography)
            tables[name] = _spread(measures[rows], number[rows], codes, level=name)
    unknown = measures.loc[level.isna(), ["measure", "area_code"]]
    if len(unknown):
        raise ContractError(
            f"measure {unknown['measure'].iloc[0]}: {unknown['area_code'].iloc[0]} "
            "is no area of this release"
        )
    return tables


def _spread(rows: pd.DataFrame, number: np.ndarray, codes: pd.Index, *, level: str) -> Cells:
    """Lay one level's rows out as areas × series."""
    columns, column = np.unique(number, return_inverse=True)
    row = codes.get_indexer(pd.Index(rows["area_code"]))
    if (row < 0).any():
        first = rows[row < 0].iloc[0]
        raise ContractError(
            f"measure {first['measure']}: {first['area_code']} is no {level} of this release"
        )
    seen = np.zeros((len(codes), len(columns)), dtype=np.int8)
    np.add.at(seen, (row, column), 1)
    if (seen > 1).any():
        first = rows[seen[row, column] > 1].iloc[0]
        raise ContractError(
            f"measure {first['measure']}: {first['area_code']} {first['period']} is given twice"
        )
    values = np.full(seen.shape, np.nan)
    ranks = np.full(seen.shape, _NOT_AVAILABLE, dtype=np.int8)
    values[row, column] = rows["value"]
    ranks[row, column] = rank_markers(rows["marker"])
    return Cells(
        pd.DataFrame(values, index=codes, columns=columns),
        pd.DataFrame(ranks, index=codes, columns=columns),
    )


def _codes(level: str, geography: Geography) -> pd.Index:
    """Every area code of a level, or every LSOA the geography knows."""
    if level == "lsoa11":
        return pd.Index(geography.lsoa11_shares["lsoa11"].unique())
    if level == "lsoa21":
        return pd.Index(geography.lsoa_lad.index)
    return pd.Index(geography.areas.loc[geography.areas["level"] == level, "area_code"])


def _steps(
    geography: Geography,
) -> Iterator[tuple[str, str, pd.Series, np.ndarray | None, str]]:
    """Yield each way up, in order: part, whole, Series part → whole, share that goes, method."""
    areas = geography.areas.set_index("area_code")
    wards, lads, utlas = (areas[areas["level"] == level] for level in ("ward", "lad", "utla"))
    two_tier = lads[lads["utla_code"] != lads.index]
    upper = pd.concat([lads[lads["utla_code"] == lads.index], utlas])
    regions = areas.index[areas["level"] == "region"]
    shares = geography.lsoa11_shares
    to_2021 = shares.set_index("lsoa11")["lsoa21"]
    yield "lsoa11", "lsoa21", to_2021, shares["share"].to_numpy(), "aggregated"
    yield "lsoa21", "ward", geography.lsoa_ward, None, "best_fit"
    yield "lsoa21", "lad", geography.lsoa_lad, None, "aggregated"
    yield "ward", "lad", wards["lad_code"], None, "aggregated"
    yield "lad", "utla", two_tier["utla_code"], None, "aggregated"
    yield "upper_tier", "region", upper["region_code"], None, "aggregated"
    yield "region", "country", pd.Series(ENGLAND, index=regions), None, "aggregated"


def _upper_tier(reached: dict[str, Cells]) -> Cells | None:
    """One-tier districts and counties in one table: what regions are made of."""
    tables = [reached[level] for level in ("lad", "utla") if level in reached]
    if not tables:
        return None
    return Cells(
        pd.concat([table.figures for table in tables]),
        # A series that only one of the two levels has is not available at the other.
        pd.concat([table.ranks for table in tables]).fillna(_NOT_AVAILABLE).astype(np.int8),
    )


def _total(
    cells: Cells, parents: pd.Series, known_parts: Collection[int], shares: np.ndarray | None
) -> Cells:
    """Add parts up to wholes: unknown where a part is, but for the series in ``known_parts``."""
    parts = cells.areas(parents.index)
    values = parts.figures if shares is None else parts.figures.mul(shares, axis=0)
    whole = parents.to_numpy()
    known = values.notna()
    totals = values.groupby(whole).sum(min_count=1)
    complete = known.groupby(whole).all()
    complete[[one for one in totals.columns if one in known_parts]] = True
    totals = totals.where(complete)
    gravest = parts.ranks.groupby(whole).max()
    gravest_known = parts.ranks.where(known, 0).groupby(whole).max()
    return Cells(totals, gravest_known.where(totals.notna(), gravest))


def _by_upper_tier(measures: pd.DataFrame, series: pd.DataFrame) -> set[int]:
    """Return the series that are of counties and one-tier districts, not of counties' districts."""
    keys = ["measure", "period"]
    codes = measures["area_code"]
    higher = measures.loc[measures["geography"].isin(["lad", "utla"]), keys]
    lower = measures.loc[
        measures["geography"].isin(["lsoa11", "lsoa21", "ward"])
        | codes.str.startswith(TWO_TIER_DISTRICT),
        keys,
    ]
    index = pd.MultiIndex.from_frame(series[keys])
    found = index.isin(pd.MultiIndex.from_frame(higher))
    return set(series.index[found & ~index.isin(pd.MultiIndex.from_frame(lower))])


def _long(
    pieces: list[tuple[str, Cells, str]],
    series: pd.DataFrame,
    by_upper_tier: Collection[int],
    levels: Collection[str] = LEVELS,
) -> pd.DataFrame:
    """Turn tables of areas × series into rows; a district that a series is not about has none."""
    frames = []
    for level, cells, method in pieces:
        if level not in levels:
            continue
        areas, columns = cells.figures.shape
        frame = pd.DataFrame(
            {
                "series": np.repeat(cells.figures.columns.to_numpy(), areas),
                "level": level,
                "area_code": np.tile(cells.figures.index.to_numpy(), columns),
                "value": cells.figures.to_numpy().ravel(order="F"),
                "marker": name_markers(cells.ranks.to_numpy().ravel(order="F")),
                "method": method,
            }
        )
        if level == "lad":
            beneath = frame["area_code"].str.startswith(TWO_TIER_DISTRICT)
            frame = frame[~(beneath & frame["series"].isin(list(by_upper_tier)))]
        frames.append(frame)
    if not frames:
        return pd.DataFrame(columns=list(LIFTED))
    rows = pd.concat(frames, ignore_index=True)
    return rows.join(series, on="series")[list(LIFTED)]
