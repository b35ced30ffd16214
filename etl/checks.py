"""Figures held against the publisher's own totals; the build runs these, prints and records them.

Each check is a pure function that returns a ``Check``: what was expected, the largest difference
found, and how much of it is allowed. A tolerance that is not nought says why beside its constant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pandas as pd

from etl import catalogue, council_codes, differences
from etl.differences import Difference
from etl.errors import CheckError
from etl.geography import Geography, convert_lsoa11
from etl.sources import mhclg_iod2019, mhclg_iod2025

IMD_2019_TOLERANCE = 0.01
"""Scores and averages are both published to three decimals."""

IMD_2025_TOLERANCE = 0.5
"""Census residents stand in for the publisher's denominators of mid-2022: half of the councils
differ by less than 0.03, the City of London, the most, by 0.34. More would be another mistake."""

LOW_INCOME_KINDS = ("ahc_relative", "bhc_absolute", "bhc_relative")
LOW_INCOME_TOLERANCE = 30
"""The publisher disturbs every count to protect individuals, by about 1.8 a ward (standard
deviation, release of March 2026): 17 in a council of 98 wards. The few councils that differ by more
are named in ``differences.toml``."""

LOW_INCOME_REGION_TOLERANCE = 50
"""A region's count is disturbed as well, and is held against the sum of up to 64 disturbed ones."""

PEOPLE_TOLERANCE = 0.5
"""Half a person: shares of a split LSOA are fractions that add up to one."""


@dataclass(frozen=True)
class Check:
    """One comparison with an official figure; ``tolerance`` is null where none is claimed."""

    name: str
    expected: str
    largest_difference: float
    tolerance: float | None
    detail: str
    exceptions: tuple[Difference, ...] = ()
    """Larger differences that are the publisher's own, one by one as declared."""

    @property
    def passed(self) -> bool:
        """Tell whether the largest difference is a number within the tolerance."""
        return self.tolerance is None or self.largest_difference <= self.tolerance

    def as_record(self) -> dict[str, object]:
        """Return the check as it stands in a manifest."""
        return {**asdict(self), "passed": self.passed}

    def __str__(self) -> str:
        allowed = "" if self.tolerance is None else f", {self.tolerance:g} allowed"
        verdict = "passed" if self.passed else "FAILED"
        if self.exceptions:
            allowed += (
                f" (and {len(self.exceptions)} declared: {'; '.join(map(str, self.exceptions))})"
            )
        largest = f"largest difference {self.largest_difference:.4g}{allowed}"
        return f"{verdict}: {self.name}: {largest}. {self.detail}"


def run(
    measures: pd.DataFrame, observations: pd.DataFrame, geography: Geography, raw: Path
) -> list[Check]:
    """Run every check of population, deprivation and low income.

    ``measures`` and ``observations`` are the tables of the build, ``raw`` the directory of official
    files. Raises ``SourceError`` when a published table cannot be read.
    """
    sources = catalogue.load()
    iod2019 = sources["mhclg_iod2019"].locate(raw)
    iod2025 = sources["mhclg_iod2025"].locate(raw)
    areas = geography.areas.set_index("area_code")
    council_of_ward = areas.loc[areas["level"] == "ward", "lad_code"]
    region_of_council = areas.loc[areas["level"] == "lad", "region_code"]
    return [
        imd_2019_by_district(
            measures,
            mhclg_iod2019.read_district_of_lsoa(iod2019["scores"]),
            mhclg_iod2019.read_districts(iod2019["districts"]),
        ),
        imd_2025_by_district(
            observations,
            council_codes.by_existing(
                mhclg_iod2025.read_districts(iod2025["districts"]), raw, region_of_council.index
            ),
        ),
        low_income_wards(measures, council_of_ward),
        low_income_ward_children(measures, council_of_ward),
        low_income_regions(measures, region_of_council),
        low_income_rebased(measures),
        population_conserved(measures, observations, geography),
    ]


def require_all(checks: Iterable[Check]) -> None:
    """Raise ``CheckError`` that names every check which did not pass."""
    if failed := [check for check in checks if not check.passed]:
        raise CheckError("; ".join(str(check) for check in failed))


def imd_2019_by_district(
    measures: pd.DataFrame, district_of_lsoa: pd.Series, published: pd.Series
) -> Check:
    """Hold weighted means of LSOA scores against File 10's averages of the districts of 2019.

    ``district_of_lsoa`` and ``published`` are indexed by LSOA 2011 and by district.
    """
    score = _figures(measures, "imd_score", "lsoa11", "2019")
    weight = _figures(measures, "imd_residents", "lsoa11", "2019")
    district = district_of_lsoa.reindex(score.index)
    mean = (score * weight).groupby(district).sum() / weight.groupby(district).sum()
    return _compare(
        "IMD 2019 by district",
        "average scores of File 10",
        mean,
        published,
        IMD_2019_TOLERANCE,
        of="districts of 2019",
    )


def imd_2025_by_district(observations: pd.DataFrame, published: pd.Series) -> Check:
    """Hold the release's IMD 2025 scores of councils against the publisher's district summaries."""
    rows = observations[
        (observations["indicator"] == "imd_score")
        & (observations["level"] == "lad")
        & (observations["period"] == "2025")
    ]
    return _compare(
        "IMD 2025 by council",
        "average scores of the published district summaries",
        rows.set_index("area_code")["value"],
        published,
        IMD_2025_TOLERANCE,
        of="councils",
    )


def low_income_wards(
    measures: pd.DataFrame,
    council_of_ward: pd.Series,
    declared: Iterable[Difference] | None = None,
) -> Check:
    """Hold the ward counts of low income summed by council against the council's own.

    A larger difference passes where it is among the ``declared`` (those of ``differences.toml``);
    one declared that is not there any more, or is of another size, fails.
    """
    name = "Children in low-income families, wards against councils"
    counts = _low_income(measures, "children")
    sums = _summed(counts[counts["geography"] == "ward"], council_of_ward)
    own = _keyed(counts[counts["geography"] == "lad"])
    known = [
        one for one in (differences.load() if declared is None else declared) if one.check == name
    ]
    applied, wrong = differences.applying(sums - own, LOW_INCOME_TOLERANCE, known)
    others = [key for key in sums.index.union(own.index) if key not in {one.key for one in applied}]
    check = _compare(
        name,
        "the council's own count",
        sums.reindex(others),
        own.reindex(others),
        LOW_INCOME_TOLERANCE,
        of="counts of a council and year",
    )
    if wrong:
        return replace(
            check,
            largest_difference=float("nan"),
            detail=f"Look again at {differences.DIFFERENCES.name}: {'; '.join(wrong)}.",
        )
    note = " Counts are disturbed by the publisher."
    if applied:
        note += f" Beside them, declared one by one: {'; '.join(map(str, applied))}."
    return replace(check, detail=check.detail + note, exceptions=tuple(applied))


def low_income_ward_children(measures: pd.DataFrame, council_of_ward: pd.Series) -> Check:
    """Hold all children of the wards against the council's, where every ward listed has them."""
    children = _low_income(measures, "all_children")
    wards = children[children["geography"] == "ward"]
    complete = wards["value"].notna().groupby(_sum_keys(wards, council_of_ward)).all()
    own = _keyed(children[children["geography"] == "lad"])
    sums = _summed(wards, council_of_ward)
    check = _compare(
        "Children under 16, wards against councils",
        "the council's own denominator",
        sums[complete],
        own[complete.reindex(own.index, fill_value=False)],
        0,
        of="denominators of a council and year",
    )
    partial = sorted({key[2] for key in complete.index[~complete]})
    note = f" Left out, for wards without a percentage: {', '.join(partial) or 'none'}."
    return replace(check, detail=check.detail + note)


def low_income_regions(measures: pd.DataFrame, region_of_council: pd.Series) -> Check:
    """Hold the council counts of low income summed by region against the region's own."""
    counts = _low_income(measures, "children")
    return _compare(
        "Children in low-income families, councils against regions",
        "the region's own count",
        _summed(counts[counts["geography"] == "lad"], region_of_council),
        _keyed(counts[counts["geography"] == "region"]),
        LOW_INCOME_REGION_TOLERANCE,
        of="counts of a region and year",
    )


def low_income_rebased(measures: pd.DataFrame) -> Check:
    """Hold absolute against relative low income in the latest year, whose median both use."""
    rows = _low_income(measures, "children")
    latest = rows[rows["period_end"] == rows["period_end"].max()]
    by_area = latest.set_index(["geography", "area_code"])
    kind = {
        name: by_area.loc[by_area["measure"] == f"low_income_{name}_children", "value"].dropna()
        for name in ("bhc_absolute", "bhc_relative")
    }
    return _compare(
        f"Absolute low income {latest['period'].iloc[0]}",
        "relative low income of the same year",
        kind["bhc_absolute"],
        kind["bhc_relative"],
        0,
        of="wards, councils and regions",
    )


def population_conserved(
    measures: pd.DataFrame, observations: pd.DataFrame, geography: Geography
) -> Check:
    """Hold children of all wards, and of LSOAs in no ward, against the total of the LSOAs."""
    children = measures[measures["measure"] == "residents_0_4"]
    small = {name: children[children["geography"] == name] for name in ("lsoa11", "lsoa21")}
    moved = pd.concat([small["lsoa21"], convert_lsoa11(small["lsoa11"], geography.lsoa11_shares)])
    nowhere = ~moved["area_code"].isin(geography.lsoa_ward.index)
    outside = moved[nowhere].groupby("period")["value"].sum()
    wards = observations[
        (observations["indicator"] == "population_0_4_share") & (observations["level"] == "ward")
    ]
    placed = wards.groupby("period")["numerator"].sum()
    total = pd.concat(small.values()).groupby("period")["value"].sum()
    outside = outside.reindex(total.index, fill_value=0.0)
    check = _compare(
        "Children aged 0 to 4, wards against LSOAs",
        "the sum of all LSOAs in England",
        placed + outside,
        total,
        PEOPLE_TOLERANCE,
        of="years",
    )
    latest = total.index.max()
    note = (
        f" {latest}: {total[latest]:,.0f} children, {placed.get(latest, 0):,.0f} in wards, "
        f"{outside[latest]:,.0f} in LSOAs of no ward."
    )
    return replace(check, detail=check.detail + note)


def _compare(
    name: str,
    expected: str,
    ours: pd.Series,
    published: pd.Series,
    tolerance: float | None,
    *,
    of: str,
) -> Check:
    """Compare two Series by their index; a figure that only one of them has fails the check."""
    difference = ours.sub(published).abs()
    if difference.isna().any() or difference.empty:
        alone = list(difference.index[difference.isna()])[:3]
        detail = f"No figure to compare in {difference.isna().sum():,} of {len(difference):,} {of}"
        return Check(name, expected, float("nan"), tolerance or 0, f"{detail}: {alone}.")
    detail = f"{len(difference):,} {of} compared."
    if difference.max() > 0:
        worst = difference.idxmax()
        where = " ".join(map(str, worst)) if isinstance(worst, tuple) else str(worst)
        detail = f"{len(difference):,} {of} compared; the largest difference is in {where}."
    return Check(name, expected, round(float(difference.max()), 6), tolerance, detail)


def _figures(measures: pd.DataFrame, measure: str, geography: str, period: str) -> pd.Series:
    rows = measures[
        (measures["measure"] == measure)
        & (measures["geography"] == geography)
        & (measures["period"] == period)
    ]
    return rows.set_index("area_code")["value"]


def _low_income(measures: pd.DataFrame, what: str) -> pd.DataFrame:
    names = [f"low_income_{kind}_{what}" for kind in LOW_INCOME_KINDS]
    return measures[measures["measure"].isin(names)]


def _keyed(rows: pd.DataFrame) -> pd.Series:
    return rows.set_index(["measure", "period", "area_code"])["value"]


def _sum_keys(rows: pd.DataFrame, whole_of: pd.Series) -> list[pd.Series]:
    return [rows["measure"], rows["period"], rows["area_code"].map(whole_of).rename("area_code")]


def _summed(rows: pd.DataFrame, whole_of: pd.Series) -> pd.Series:
    return rows["value"].groupby(_sum_keys(rows, whole_of)).sum()
