"""A gap between two indicators, and a series part counted and part only published."""

import dataclasses

import pandas as pd
import pytest
from small_england import (
    ALDER,
    BIRCH,
    ENGLAND,
    LADS,
    SHARE,
    geography,
    measures,
    wide_geography,
)

from etl.contract import OBSERVATIONS, table_failures
from etl.errors import ContractError
from etl.observations import observations

GIRLS = dataclasses.replace(SHARE, id="girls", numerator="girls_thriving", denominator="girls")
BOYS = dataclasses.replace(SHARE, id="boys", numerator="boys_thriving", denominator="boys")
GAP = dataclasses.replace(
    SHARE,
    id="gap",
    method="difference",
    numerator="girls",
    less="boys",
    denominator=None,
    interval="newcombe",
)
SERIES = dataclasses.replace(SHARE, published_as="share_percent")


def councils(measure, counts, period="2020"):
    return measures(measure, "lad", dict(zip(LADS, counts, strict=True)), period)


def rows_of(indicators, *tables):
    rows = observations(indicators, pd.concat(tables), geography())
    assert table_failures(OBSERVATIONS, rows) == []
    return rows.set_index(["indicator", "area_code", "period"])


def both_sexes(girls=(56, 1, 1, 1), boys=(48, 1, 1, 1)):
    return rows_of(
        [GAP, GIRLS, BOYS],
        councils("girls_thriving", girls),
        councils("girls", (70, 2, 2, 2)),
        councils("boys_thriving", boys),
        councils("boys", (80, 2, 2, 2)),
    )


def test_a_gap_is_one_share_less_the_other_with_newcombes_interval():
    first = both_sexes().loc[("gap", LADS[0], "2020")]
    assert first["value"] == pytest.approx(20)
    assert first[["lower_ci", "upper_ci"]].tolist() == pytest.approx([5.24, 33.39], abs=0.005)


def test_a_gap_counts_nobody():
    first = both_sexes().loc[("gap", LADS[0], "2020")]
    assert first[["numerator", "denominator"]].isna().all()


def test_a_gap_is_judged_against_englands_gap():
    rows = both_sexes(girls=(69, 0, 0, 0), boys=(10, 2, 2, 2))
    assert rows.loc[("gap", LADS[0], "2020"), "benchmark"] == "higher"
    assert rows.loc[("gap", LADS[1], "2020"), "benchmark"] == "lower"


def test_a_gap_to_a_withheld_share_is_withheld():
    rows = both_sexes(boys=("low", 1, 1, 1))
    gap = rows.loc[("gap", LADS[0], "2020")]
    assert pd.isna(gap["value"]) and gap["marker"] == "low"


def test_a_gap_between_published_shares_has_no_interval():
    published = [
        dataclasses.replace(
            one,
            method="published",
            numerator=f"{one.id}_rate",
            denominator=None,
            interval=None,
            scale=1,
        )
        for one in (GIRLS, BOYS)
    ]
    rows = rows_of(
        [*published, GAP],
        measures("girls_rate", "lad", {ALDER: 70, BIRCH: 60}),
        measures("boys_rate", "lad", {ALDER: 50, BIRCH: 55}),
    )
    assert rows.loc[("gap", ALDER, "2020"), "value"] == 20
    assert pd.isna(rows.loc[("gap", ALDER, "2020"), "lower_ci"])


def test_a_gap_to_an_indicator_that_is_not_there_stops():
    with pytest.raises(ContractError, match="gap: there is no indicator boys"):
        rows_of([GIRLS, GAP], councils("girls_thriving", (1,) * 4), councils("girls", (2,) * 4))


def test_a_period_without_counts_takes_the_published_share():
    rows = rows_of(
        [SERIES],
        councils("thriving", (10, 20, 1, 1), "2020"),
        councils("children", (20, 40, 2, 2), "2020"),
        measures("share_percent", "lad", {ALDER: 60}, "2021"),
        measures("share_percent", "country", {ENGLAND: 65}, "2021"),
    )
    counted = rows.loc[(SERIES.id, LADS[0], "2020")]
    published = rows.loc[(SERIES.id, ALDER, "2021")]
    assert (counted["numerator"], counted["value"]) == (10, 50)
    assert (published["value"], published["method"]) == (60, "published")
    assert published[["numerator", "lower_ci"]].isna().all()
    assert rows.loc[(SERIES.id, ENGLAND, "2021"), "value"] == 65


def test_a_series_without_any_counts_is_the_published_share_throughout():
    published = {ALDER: 60, ENGLAND: 65}
    rows = rows_of(
        [SERIES],
        measures("share_percent", "lad", {ALDER: 60}),
        measures("share_percent", "country", {ENGLAND: 65}),
    )
    assert rows.loc[SERIES.id, "value"].dropna().droplevel("period").to_dict() == published
    assert rows[["numerator", "denominator", "lower_ci"]].isna().all(axis=None)


def test_a_period_with_counts_never_takes_a_published_share():
    rows = rows_of(
        [SERIES],
        councils("thriving", (10, "x", 1, 1)),
        councils("children", (20, 40, 2, 2)),
        measures("share_percent", "lad", dict.fromkeys(LADS, 99)),
    )
    assert pd.isna(rows.loc[(SERIES.id, LADS[1], "2020"), "value"])


@pytest.mark.parametrize(("known", "ranked"), [(11, False), (12, True)])
def test_fifths_of_a_level_need_figures_of_half_its_areas(known, ranked):
    where = wide_geography(24)
    codes = where.areas.loc[where.areas["level"] == "ward", "area_code"]
    rate = dataclasses.replace(
        SHARE, id="rate", method="published", numerator="rate", denominator=None, interval=None
    )
    wards = measures("rate", "ward", dict(zip(codes[:known], range(known), strict=True)))
    rows = observations([rate], wards, where)
    assert rows["quintile"].notna().sum() == (known if ranked else 0)


def test_a_period_in_which_no_area_of_a_level_has_a_figure_has_no_rows_there():
    rows = rows_of(
        [SERIES],
        councils("thriving", ("x",) * 4, "2020"),
        councils("thriving", (1, "x", 1, 1), "2021"),
        councils("children", (2,) * 4, "2020"),
        councils("children", (2,) * 4, "2021"),
        measures("share_percent", "lad", {ALDER: 1}, "2022"),
    )
    assert set(rows.xs(LADS[1], level="area_code").index.get_level_values("period")) == {
        "2021",
        "2022",
    }


def test_a_period_withheld_from_a_whole_level_says_so():
    rows = rows_of([SHARE], councils("thriving", ("c",) * 4), councils("children", (2,) * 4))
    assert rows.loc[(SHARE.id, LADS[1], "2020"), "marker"] == "c"
