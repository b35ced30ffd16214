"""Early years foundation stage profile: counts of children (DfE, OGL v3).

Two files with counts by council, region and England: the old framework, 2012/13 to 2018/19, by sex;
and 2021/22 on, by sex, free school meals, SEN provision and ethnic group. DfE has renamed the
columns and groups of the second since: it is read under either names. Percentages are left alone:
counts divided give them unrounded, with an interval.

* A group of no children is a count of 0; its shares (``z`` in the file) are then not applicable.
* Councils are found by DfE number, because the old files have codes from before recoding. Those
  without a successor of their own area (Cumbria, the old Dorset) are left out, as are
  cross-tabulations by sex.
* Districts, since 2021/22, are by where the school or provider stands, a council by whom it reports
  to: the two differ by a few children, so districts are measures of their own and never make up a
  council. Those of a county that is one council today are that council here.
* The old file has Inner and Outer London and no London: London is then the two together.
* "Not known to be eligible" for free school meals holds children whose eligibility nobody knows;
  the Local Authority Interactive Tool leaves those out, so its figures differ and are not mixed.
  The renamed file tells the two apart: their counts are added up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.rawfiles import require_columns
from etl.registry import ENGLAND
from etl.sources._dfe_periods import academic_year
from etl.sources._tables import MEASURE_COLUMNS, numbers, pick, read_csv
from etl.sources.dfe_councils import COUNTY_PREFIX, Councils, council_geography

FILES = ("headline", "old_series")

_AREA = {
    "time_period": "year",
    "geographic_level": "level",
    "region_code": "region",
    "old_la_code": "dfe_number",
}
_DISTRICT = {"lad_code": "district_code"}
HEADLINE_COLUMNS = {
    **_AREA,
    **_DISTRICT,
    "characteristic": "topic",
    "characteristic_type": "group",
    "gender": "sex",
    "children_number": "assessed",
    "gld_number": "gld",
    "elg_number": "all_goals",
    "comm_lang_lit_number": "language_literacy",
}
RENAMED_COLUMNS = {
    **_AREA,
    **_DISTRICT,
    "breakdown_topic": "topic",
    "breakdown": "group",
    "sex": "sex",
    "children_count": "assessed",
    "gld_children_count": "gld",
    "all_elgs_expected_children_count": "all_goals",
    "comm_lang_lit_expected_children_count": "language_literacy",
}
OLD_COLUMNS = {
    **_AREA,
    "gender": "sex",
    "number_of_children": "assessed",
    "gld_number": "gld",
    "elg_number": "all_goals",
    "comm_lang_lit_number": "language_literacy",
}
UNUSED = re.compile(
    "time_identifier|country_(code|name)|region_name|new_la_code|(la|lad)_name|"
    "average_elgs|elgs_expected_average|point_score|average_point_score|"
    "(elg|comm_lang_lit|gld)_percent(age)?|"
    "((all_elgs|comm_lang_lit)_expected|gld)_children_percent"
)
COUNTS = ("assessed", "gld", "all_goals", "language_literacy")

#: Topic, group and sex of the file → the group's name in measures.
GROUPS = {
    ("Total", "Total", "Total"): "all",
    ("Total", "Total", "Girls"): "girls",
    ("Total", "Total", "Boys"): "boys",
    (
        "Free school meal eligibility",
        "Known to be eligible for free school meals",
        "Total",
    ): "fsm",
    (
        "Free school meal eligibility",
        "Not known to be eligible for free school meals",
        "Total",
    ): "not_known_fsm",
    ("SEN provision", "EHC plan", "Total"): "ehc_plan",
    ("SEN provision", "SEN support", "Total"): "sen_support",
    ("Ethnic group: major", "Asian/Asian British", "Total"): "asian",
    ("Ethnic group: major", "Black/African/Caribbean/Black British", "Total"): "black",
    ("Ethnic group: major", "Mixed/multiple ethnic groups", "Total"): "mixed",
    ("Ethnic group: major", "Other ethnic group", "Total"): "other_ethnic",
    ("Ethnic group: major", "White", "Total"): "white",
}
_FSM = "Free school meal eligibility"
#: The same where DfE has renamed them. Spaces about a slash and capitals make no other label.
RENAMED_GROUPS = {
    ("Total", "Total", "Total"): "all",
    ("Total", "Total", "Female"): "girls",
    ("Total", "Total", "Male"): "boys",
    (_FSM, "Eligible for free school meals", "Total"): "fsm",
    (_FSM, "Not eligible for free school meals", "Total"): "not_known_fsm",
    (_FSM, "Unknown", "Total"): "not_known_fsm",
    ("SEN provision", "EHC plan", "Total"): "ehc_plan",
    ("SEN provision", "SEN support", "Total"): "sen_support",
    ("Ethnicity major", "Asian / Asian British", "Total"): "asian",
    ("Ethnicity major", "Black / African / Caribbean / Black British", "Total"): "black",
    ("Ethnicity major", "Mixed / Multiple ethnic groups", "Total"): "mixed",
    ("Ethnicity major", "Other ethnic group", "Total"): "other_ethnic",
    ("Ethnicity major", "White", "Total"): "white",
}
TOPICS_LEFT_OUT = frozenset(
    {
        "Ethnic group: minor",
        "Ethnicity minor",
        "First language",
        "SEN primary need",
        "Term of birth",
    }
)
GROUPS_LEFT_OUT = frozenset({"All SEN", "No identified SEN", "Unclassified", "Unknown"})
SEXES = frozenset({"Total", "Girls", "Boys", "Female", "Male"})
#: The group that districts are given for, beside England, and its name in measures.
DISTRICT_GROUPS = {("Total", "Total", "Total"): "district"}
NOWHERE = "z"
"""Stands in place of a district's code: schools beyond England, or in no known place."""
#: Groups that have every count; the others have how many were assessed and how many reached GLD.
WITH_EVERY_COUNT = frozenset({"all"})
LEVELS = {
    "National": "country",
    "Regional": "region",
    "Local authority": "council",
    "Local Authority": "council",
    "Local authority district": "district",
}
LONDON = "E12000007"
HALVES_OF_LONDON = frozenset({"E13000001", "E13000002"})


def parse(files: Mapping[str, Path], *, councils: Councils) -> pd.DataFrame:
    """Return ``eyfsp_<group>_<count>`` by academic year, group of ``GROUPS``, count of ``COUNTS``.

    One-tier councils are ``lad``, counties ``utla``. ``eyfsp_district_assessed`` and ``…_gld`` are
    of districts of both kinds (``lad``), by the codes of the file, and of England. Raises
    ``SourceError`` on a column, level, year, DfE number or count never seen before, and on a group
    that the file no longer has.
    """
    old, headline = files["old_series"], files["headline"]
    by_sex = {key: name for key, name in GROUPS.items() if key[0] == "Total"}
    renamed = "breakdown" in read_csv(headline)
    columns, groups = (RENAMED_COLUMNS, RENAMED_GROUPS) if renamed else (HEADLINE_COLUMNS, GROUPS)
    total = {"topic": "Total", "group": "Total"}
    table = _read(headline, columns, councils)
    district = table["level"] == "district"
    all_children = (table[["topic", "group", "sex"]] == "Total").all(axis=1)
    by_district = all_children & (district | (table["level"] == "country"))
    return pd.concat(
        [
            _measures(old, _read(old, OLD_COLUMNS, councils).assign(**total), by_sex),
            _measures(headline, table[~district], groups),
            _measures(headline, table[by_district], DISTRICT_GROUPS),
        ],
        ignore_index=True,
    )


def read_recent(path: Path, wanted: Mapping[str, tuple[str, int]]) -> pd.DataFrame:
    """Return ``area_name period measure value`` of an answer of DfE's service, for a check.

    ``wanted`` is column → measure and the decimals to round to. Raises ``SourceError`` on a missing
    column, a figure that is no number and a year never seen before.
    """
    table = read_csv(path)
    require_columns(path.name, ("time_period", "la_name", *wanted), table.columns)
    periods = {year: academic_year(path, year)[0] for year in table["time_period"].unique()}
    keys = {"area_name": table["la_name"], "period": table["time_period"].map(periods)}
    return pd.concat(
        [
            pd.DataFrame(
                {
                    **keys,
                    "measure": measure,
                    "value": numbers(table[column], path=path).round(decimals),
                }
            )
            for column, (measure, decimals) in wanted.items()
        ],
        ignore_index=True,
    )


def _read(path: Path, columns: Mapping[str, str], councils: Councils) -> pd.DataFrame:
    """Read one file: its areas placed, everything else as text."""
    table = pick(read_csv(path), columns, path=path, ignored=UNUSED)
    table = table.apply(lambda column: column.str.strip())
    if unknown := sorted(set(table["level"]) - set(LEVELS)):
        raise SourceError(f"{path.name}: unknown level {unknown[0]!r}; add it to LEVELS")
    table["level"] = table["level"].map(LEVELS)
    table = _with_london(table)
    council = table["level"] == "council"
    if unknown := sorted(set(table.loc[council, "dfe_number"]) - set(councils.by_number)):
        raise SourceError(
            f"{path.name}: unknown DfE number {unknown[0]}; is the table of councils up to date?"
        )
    codes = table["dfe_number"].map(councils.by_number).astype("str")
    codes = codes.mask(table["level"] == "region", table["region"])
    if "district_code" in table:
        own = table["district_code"].mask(table["district_code"] == NOWHERE)
        # Every district of a county that is one council today makes up that council.
        single = codes.notna() & ~codes.str.startswith(COUNTY_PREFIX, na=False)
        codes = codes.mask(table["level"] == "district", codes.where(single, own))
    return table.assign(area_code=codes.mask(table["level"] == "country", ENGLAND)).dropna(
        subset="area_code"
    )


def _with_london(table: pd.DataFrame) -> pd.DataFrame:
    """Make both halves London in years that lack it as a whole, and leave them out in the others.

    Their counts are added up in ``_measures``.
    """
    regional = table["level"] == "region"
    half = regional & table["region"].isin(HALVES_OF_LONDON)
    with_whole = table.loc[regional & (table["region"] == LONDON), "year"].unique()
    table = table.assign(region=table["region"].mask(half, LONDON))
    return table[~(half & table["year"].isin(with_whole))]


def _plain(label: str) -> str:
    return re.sub(r"\s*/\s*", "/", label).casefold()


def _names(
    path: Path, table: pd.DataFrame, groups: Mapping[tuple[str, str, str], str]
) -> pd.Series:
    """Return the group of each row, missing where it is left out; stop at a label never seen."""
    names = {tuple(map(_plain, key)): name for key, name in groups.items()}
    topics = {topic for topic, _, _ in names}
    taken = {(topic, group) for topic, group, _ in names}
    without, left_out = set(map(_plain, TOPICS_LEFT_OUT)), set(map(_plain, GROUPS_LEFT_OUT))
    found: dict[tuple[str, str, str], str | None] = {}
    keys = list(zip(table["topic"], table["group"], table["sex"], strict=True))
    for key in dict.fromkeys(keys):
        topic, group, _ = plain = tuple(map(_plain, key))
        said = f"{path.name}: unknown"
        if topic not in topics | without:
            raise SourceError(f"{said} topic {key[0]!r}; add it to the groups or TOPICS_LEFT_OUT")
        if topic in topics and (topic, group) not in taken and group not in left_out:
            raise SourceError(
                f"{said} group {key[1]!r} of {key[0]!r}; add it to the groups or GROUPS_LEFT_OUT"
            )
        if key[2] not in SEXES:
            raise SourceError(f"{said} sex {key[2]!r}; add it to SEXES")
        found[key] = names.get(plain)
    return pd.Series([found[key] for key in keys], table.index, dtype="str")


def _measures(
    path: Path, table: pd.DataFrame, groups: Mapping[tuple[str, str, str], str]
) -> pd.DataFrame:
    table = table.assign(name=_names(path, table, groups)).dropna(subset="name")
    if missing := sorted(set(groups.values()) - set(table["name"])):
        raise SourceError(f"{path.name}: no rows of {missing[0]}; were groups renamed in GROUPS?")
    rows = table.melt(
        id_vars=["name", "area_code", "level", "year"], value_vars=list(COUNTS), var_name="count"
    )
    rows = rows[rows["count"].isin(["assessed", "gld"]) | rows["name"].isin(list(WITH_EVERY_COUNT))]
    text = rows["value"]
    rows = rows.assign(value=pd.to_numeric(text, errors="coerce").astype("float64"))
    if (unknown := rows["value"].isna()).any():
        raise SourceError(
            f"{path.name}: unknown marker {text[unknown].iloc[0]!r} for a count; teach it to "
            f"{__name__}"
        )
    keys = ["name", "area_code", "level", "year", "count"]
    rows = rows.groupby(keys, sort=False)["value"].sum().reset_index()
    years = {year: academic_year(path, year) for year in rows["year"].unique()}
    rows["measure"] = "eyfsp_" + rows["name"] + "_" + rows["count"]
    rows["geography"] = [
        {"council": council_geography(code), "district": "lad"}.get(level, level)
        for code, level in zip(rows["area_code"], rows["level"], strict=True)
    ]
    rows["period"] = rows["year"].map({year: label for year, (label, _) in years.items()})
    rows["period_end"] = rows["year"].map({year: end for year, (_, end) in years.items()})
    rows["marker"] = pd.Series(None, rows.index, dtype="str")
    return rows[list(MEASURE_COLUMNS)].reset_index(drop=True)
