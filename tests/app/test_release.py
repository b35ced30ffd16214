from __future__ import annotations

import json
import math
import time
from datetime import date

import pandas as pd
import pytest
import tiny_release as known
from tiny_release import (
    ACOCKS_GREEN,
    ALFRETON,
    ALLENS_CROSS,
    ALUM_ROCK,
    AMBER_VALLEY,
    ASQ,
    BIRMINGHAM,
    DERBYSHIRE,
    LOW_INCOME,
    POPULATION,
)

from app.release import Release
from etl.registry import BY_ID


def test_a_figure_comes_back_with_all_that_was_published_about_it(tiny):
    figure = tiny.observation(LOW_INCOME, ACOCKS_GREEN, "2024/25")
    assert (figure.value, figure.lower, figure.upper) == (33.44, 32.1, 34.8)
    assert (figure.numerator, figure.denominator) == (1672, 5000)
    assert (figure.benchmark, figure.quintile, figure.trend) == ("higher", 5, "increasing")
    assert (figure.marker, figure.method) == (None, "published")
    assert figure.period_end == date(2025, 3, 31)


def test_a_suppressed_figure_is_blank_and_says_why(tiny):
    figure = tiny.observation(LOW_INCOME, ALLENS_CROSS, "2021/22")
    assert figure.value is None and figure.marker == "low"


def test_a_row_nobody_published_is_none_and_not_a_blank_figure(tiny):
    assert tiny.observation(LOW_INCOME, ALUM_ROCK, "2021/22") is None
    assert tiny.observation(LOW_INCOME, ALUM_ROCK, "2024/25").marker == "x"


def test_a_period_the_indicator_lacks_has_no_figure(tiny):
    assert tiny.observation(LOW_INCOME, ACOCKS_GREEN, "1999") is None


def test_a_series_runs_from_oldest_to_latest(tiny):
    series = tiny.series(LOW_INCOME, ACOCKS_GREEN)
    assert [(row.period, row.value) for row in series] == [("2021/22", 30.06), ("2024/25", 33.44)]


def test_a_quarter_stands_before_the_year_that_ends_with_it(tiny):
    assert [row.period for row in tiny.series(ASQ, BIRMINGHAM)] == ["2021/22 Q4", "2021/22"]
    assert tiny.coverage(ASQ, "lad").latest.label == "2021/22"


def test_a_column_keeps_the_order_of_its_codes(tiny):
    column = tiny.column(POPULATION, [ALLENS_CROSS, ALUM_ROCK, ACOCKS_GREEN], "2020")
    assert [row and row.value for row in column] == [700, None, 1700]


def test_values_of_a_level_are_in_code_order_and_nan_where_blank(tiny):
    codes = [area.code for area in tiny.at_level("ward")]
    values = tiny.values(LOW_INCOME, "ward", "2024/25")
    by_code = dict(zip(codes, values, strict=True))
    assert codes == sorted(codes)
    assert by_code[ALFRETON] == 11.0 and math.isnan(by_code[ALUM_ROCK])


@pytest.mark.parametrize(
    ("indicator", "area", "holder"),
    [
        (LOW_INCOME, ACOCKS_GREEN, ACOCKS_GREEN),  # published for wards
        (LOW_INCOME, ALUM_ROCK, ALUM_ROCK),  # for wards, though this one has no figure
        (ASQ, ACOCKS_GREEN, BIRMINGHAM),  # for councils alone
        (ASQ, BIRMINGHAM, BIRMINGHAM),
        (ASQ, AMBER_VALLEY, DERBYSHIRE),  # for the county alone
        (ASQ, ALFRETON, DERBYSHIRE),
        (POPULATION, AMBER_VALLEY, None),  # nobody published it
    ],
)
def test_the_holder_is_whoever_the_figure_was_published_for(tiny, indicator, area, holder):
    found = tiny.holder(indicator, area)
    assert (found and found.code) == holder


def test_an_area_knows_its_place(tiny):
    ward = tiny.areas[ALUM_ROCK]
    assert (ward.name, ward.level, ward.lad_code) == ("Alum Rock", "ward", BIRMINGHAM)
    assert (ward.easting, ward.northing, ward.children_0_4) == (410000, 288000, 2500)
    assert ward.note == "Holds no LSOA." and tiny.areas[ACOCKS_GREEN].note is None


def test_wards_of_a_council_are_in_code_order(tiny):
    wards = [ward.code for ward in tiny.wards(BIRMINGHAM)]
    assert wards == [ACOCKS_GREEN, ALLENS_CROSS, ALUM_ROCK]
    assert tiny.wards("E99999999") == []


@pytest.mark.parametrize("written", ["B27 6AB", "b276ab", " B27  6ab "])
def test_a_postcode_is_found_however_it_is_spaced(tiny, written):
    assert tiny.postcode(written) == (ACOCKS_GREEN, BIRMINGHAM)


@pytest.mark.parametrize(
    "text", ["B27 6AC", "A1 1AA", "ZZ99 9ZZ", "B27", "", "B27 6A", "💥", "B27 6AB9"]
)
def test_a_postcode_that_is_not_there_is_not_found(tiny, text):
    assert tiny.postcode(text) is None


def test_the_registry_comes_back_as_it_was_published(tiny):
    assert tiny.indicators[LOW_INCOME] == BY_ID[LOW_INCOME]
    assert list(tiny.indicators) == [POPULATION, LOW_INCOME, ASQ]


def test_an_indicator_names_its_sources(tiny):
    assert [source["publisher"] for source in tiny.sources(LOW_INCOME)] == ["DWP and HMRC"]


def test_an_unknown_area_is_an_error_and_not_a_blank(tiny):
    with pytest.raises(KeyError):
        tiny.observation(LOW_INCOME, "E99999999", "2024/25")


def test_a_folder_of_another_format_is_refused(tiny, tmp_path):
    (tmp_path / "arrays").mkdir()
    (tmp_path / "arrays" / "index.json").write_text(json.dumps({"format": 0}))
    with pytest.raises(ValueError, match="format 0"):
        Release(tmp_path)


# The embedded release: what the reader says is what the published tables hold.


def covered(folder):
    """Return the published rows of periods in which their level has any value."""
    table = pd.read_parquet(folder / "observations.parquet")
    keys = ["indicator", "level", "period"]
    return table[table["value"].notna().groupby([table[key] for key in keys]).transform("any")]


def test_every_embedded_observation_reads_back_exactly(embedded, embedded_folder):
    sample = covered(embedded_folder).sample(3000, random_state=1)
    columns = {"lower_ci": "lower", "upper_ci": "upper"}
    for row in sample.to_dict("records"):
        figure = embedded.observation(row["indicator"], row["area_code"], row["period"])
        for name in ("value", "lower_ci", "upper_ci", "marker", "method", "benchmark", "quintile"):
            published = None if pd.isna(row[name]) else row[name]
            assert getattr(figure, columns.get(name, name)) == published, (row, name)


def test_the_embedded_release_holds_no_more_rows_than_were_published(embedded, embedded_folder):
    table = covered(embedded_folder)
    levels = {"ward", "lad", "utla", "region", "country"}
    for indicator in embedded.indicators:
        published = (table["indicator"] == indicator).sum()
        known = 0
        for level in levels:
            codes = [code for code, area in embedded.areas.items() if area.level == level]
            coverage = embedded.coverage(indicator, level)
            for period in coverage.every if coverage else ():
                column = embedded.column(indicator, codes, period.label)
                known += sum(figure is not None for figure in column)
        assert known == published


def test_a_series_leaves_out_the_periods_that_only_some_councils_have(embedded):
    partial = [
        (indicator, period)
        for indicator in embedded.indicators
        for period in getattr(embedded.coverage(indicator, "lad"), "partial", ())
    ]
    assert partial
    for indicator, period in partial:
        for lad in period.councils:
            assert embedded.observation(indicator, lad, period.label) is not None
            assert period.label not in [row.period for row in embedded.series(indicator, lad)]


def test_every_embedded_indicator_has_a_figure_for_a_one_tier_council(embedded):
    for indicator in embedded.indicators:
        assert embedded.holder(indicator, BIRMINGHAM) == embedded.areas[BIRMINGHAM], indicator


def test_every_district_of_a_county_has_its_county_where_councils_are_published(embedded):
    districts = [area for area in embedded.councils() if area.code.startswith("E07")]
    held_by_county = [
        area for area in districts if embedded.holder("asq_communication", area.code) != area
    ]
    assert len(districts) == len(held_by_county) == 164


def test_an_embedded_postcode_lies_in_its_council(embedded):
    assert embedded.postcode("B1 1BB")[1] == known.BIRMINGHAM


def test_a_look_up_takes_microseconds(embedded):
    codes = [area.code for area in embedded.at_level("ward")]
    period = embedded.coverage(LOW_INCOME, "ward").latest.label
    begun = time.perf_counter()
    embedded.column(LOW_INCOME, codes, period)
    each = (time.perf_counter() - begun) / len(codes)
    assert each < 50e-6
