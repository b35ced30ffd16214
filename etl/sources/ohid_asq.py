"""Child development outcomes at 2 to 2½ years, by council, quarters and year (OHID, OGL v3).

For each of five domains, and for all five together: children whose ASQ-3 questionnaire was
completed at the review, and those of them at or above the expected level. Read as OHID publishes
it, a workbook with a sheet a quarter and one of the year, or as one table made of its sheets. What
a reader of the figures must know:

* Where a council's quarter is missing, OHID scales up the other three, so the year's count can be a
  third of a child. It is kept as published and marked ``e`` (estimated), as is its companion: the
  share is that of three quarters. With two quarters or fewer there is no figure for the year
  (``x``).
* The response rate is the year's, results per resident child, and the file repeats it beside each
  quarter; only the year's is
  taken. It can pass 100%, where results outnumber the residents estimated. The workbook
  has none: read from there it is ``x``.
* Hackney's figures include the City of London, Cornwall's the Isles of Scilly. Each is given once,
  under the larger council, so that sums count nobody twice; ``JOINT`` says with whom the smaller is
  to be shown.
* Cumbria gave no counts at the expected level, and no council of today has its area: it is left
  out.
* Councils that published nothing are ``x``, not zero, so sums of councils are not the published
  England figure. Where only the children assessed are known, and not how many of them were at the
  expected level, both are ``x``: a sum of councils must take the two from the same ones.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.sources._asq_workbook import read_workbook
from etl.sources._tables import MEASURE_COLUMNS, read_csv
from etl.sources.dfe_councils import Councils, council_geography

DOMAINS = (
    "communication",
    "gross_motor",
    "fine_motor",
    "problem_solving",
    "personal_social",
    "all_domains",
)
_COMPLETED = (
    "Number of children who received a 2 to 2½ year review in the quarter "
    "for whom the ASQ3 {} was completed (number)"
)
_EXPECTED = (
    "{}: {} of children who received a 2 to 2½ year review in the quarter "
    "who were at or above the expected level in {} ({})"
)


def _expected(item: str, skills: str) -> str:
    return _EXPECTED.format(item, "Number", skills, "number")


def _share(item: str, skills: str) -> str:
    return _EXPECTED.format(item, "Percentage", skills, "%")


#: Headings of the publisher's workbook and, below, of the one table made of it → measure.
COLUMNS = {
    _COMPLETED.format("communication skills"): "asq_communication_assessed",
    _COMPLETED.format("gross motor skills"): "asq_gross_motor_assessed",
    _COMPLETED.format("fine motor skills"): "asq_fine_motor_assessed",
    _COMPLETED.format("problem solving skills"): "asq_problem_solving_assessed",
    _COMPLETED.format("personal social skills"): "asq_personal_social_assessed",
    _COMPLETED.format("all five areas"): "asq_all_domains_assessed",
    _expected("C6iii", "communication skills"): "asq_communication_expected",
    _expected("C6iv", "gross motor skills"): "asq_gross_motor_expected",
    _expected("C6v", "fine motor skills"): "asq_fine_motor_expected",
    _expected("C6vi", "problem solving skills"): "asq_problem_solving_expected",
    _expected("C6vii", "personal to social skills"): "asq_personal_social_expected",
    _expected("C6viii", "all five areas of development"): "asq_all_domains_expected",
    "total_comms": "asq_communication_assessed",
    "total_gms": "asq_gross_motor_assessed",
    "total_fms": "asq_fine_motor_assessed",
    "total_problem_solving": "asq_problem_solving_assessed",
    "total_personal_social": "asq_personal_social_assessed",
    "total_overall": "asq_all_domains_assessed",
    "n_above_avg_comms": "asq_communication_expected",
    "n_above_avg_gms": "asq_gross_motor_expected",
    "n_above_avg_fms": "asq_fine_motor_expected",
    "n_above_avg_problem_solving": "asq_problem_solving_expected",
    "n_above_avg_personal_social": "asq_personal_social_expected",
    "n_above_avg_overall": "asq_all_domains_expected",
    "response_rate": "asq_response_rate",
    "ONS code": "code",
    "date": "quarter",
}
#: Published shares: what the counts must reproduce.
SHARES = {
    _share("C6iii", "communication skills"): "asq_communication",
    _share("C6iv", "gross motor skills"): "asq_gross_motor",
    _share("C6v", "fine motor skills"): "asq_fine_motor",
    _share("C6vi", "problem solving skills"): "asq_problem_solving",
    _share("C6vii", "personal to social skills"): "asq_personal_social",
    _share("C6viii", "all five areas of development"): "asq_all_domains",
    "p_above_avg_comms": "asq_communication",
    "p_above_avg_gms": "asq_gross_motor",
    "p_above_avg_fms": "asq_fine_motor",
    "p_above_avg_problem_solving": "asq_problem_solving",
    "p_above_avg_personal_social": "asq_personal_social",
    "p_above_avg_overall": "asq_all_domains",
}
#: Those that every sheet of the workbook has.
OFFICIAL = tuple(name for name in COLUMNS | SHARES if name.endswith(("(number)", "(%)")))
COUNTS = tuple(f"asq_{domain}_{part}" for domain in DOMAINS for part in ("expected", "assessed"))
RATE = "asq_response_rate"
#: A row number without a heading, names that the code gives, and a column of another source.
UNUSED = frozenset({"Unnamed: 0", "la_name", "Area", "Region", "eyfsp_score"})
#: In the headings of the workbook's intervals, which are worked out anew from the counts.
INTERVAL = "95% confidence interval"

YEAR = "Annual"
PERIODS = {
    "April 2021 - June 2021": ("2021/22 Q1", dt.date(2021, 6, 30)),
    "July 2021 - September 2021": ("2021/22 Q2", dt.date(2021, 9, 30)),
    "October 2021 - December 2021": ("2021/22 Q3", dt.date(2021, 12, 31)),
    "January 2022 - March 2022": ("2021/22 Q4", dt.date(2022, 3, 31)),
    YEAR: ("2021/22", dt.date(2022, 3, 31)),
}
MARKERS = {"-": "x", "DK": "x", "dk": "x", "Could Not Calculate Response Rate": "x"}

_INCLUDED_IN = {"E09000001": "E09000012", "E06000053": "E06000052"}
#: Measure → council → the council whose figures include its own.
JOINT = dict.fromkeys((*COUNTS, RATE), _INCLUDED_IN)
ENGLAND_AND_REGIONS = {"E92": "country", "E12": "region"}


def parse(path: Path, *, councils: Councils) -> pd.DataFrame:
    """Return all domains' counts by quarter and year, and the year's response rate in percent.

    One-tier councils are ``lad``, counties ``utla``; England and regions are taken where the file
    has them. Raises ``SourceError`` on a column, period, marker or council code never seen before.
    """
    table = _read(path)
    today = _codes_today(path, table["code"], councils)
    values = _in_pairs(_numbers(path, table))
    values["area_code"] = values["code"].map(today).astype("str")
    values = values.dropna(subset="area_code")
    values["geography"] = [_geography(code) for code in values["area_code"]]
    values["period"] = [PERIODS[quarter][0] for quarter in values["quarter"]]
    values["period_end"] = [PERIODS[quarter][1] for quarter in values["quarter"]]
    return values[list(MEASURE_COLUMNS)].reset_index(drop=True)


def read_shares(path: Path, *, councils: Councils) -> pd.Series:
    """Return the published shares in percent, by ``domain area_code period``, without the missing.

    ``domain`` is the common start of its two measures: ``asq_communication``.
    """
    table = _read(path)
    today = _codes_today(path, table["code"], councils)
    shares = table.melt(["code", "quarter"], list(dict.fromkeys(SHARES.values())), "domain")
    shares["area_code"] = shares["code"].map(today).astype("str")
    shares["period"] = [PERIODS[quarter][0] for quarter in shares["quarter"]]
    shares["value"] = 100 * pd.to_numeric(shares["value"], errors="coerce")
    return shares.dropna().set_index(["domain", "area_code", "period"])["value"]


def _read(path: Path) -> pd.DataFrame:
    renamed = COLUMNS | SHARES
    if path.suffix == ".csv":
        table = read_csv(path)
    else:
        table = read_workbook(path, OFFICIAL).assign(response_rate="-")
    table = table[[name for name in table if INTERVAL not in str(name)]]
    if unknown := [name for name in table if name not in renamed and name not in UNUSED]:
        raise SourceError(
            f"{path.name}: unknown column {unknown[0]!r}; add it to COLUMNS or UNUSED"
        )
    table = table.rename(columns=renamed)
    if missing := [name for name in dict.fromkeys(renamed.values()) if name not in table]:
        raise SourceError(f"{path.name}: no column for {', '.join(missing)}; compare with COLUMNS")
    if unknown := sorted(set(table["quarter"]) - set(PERIODS)):
        raise SourceError(f"{path.name}: unknown period {unknown[0]!r}; add it to PERIODS")
    return table


def _codes_today(path: Path, codes: pd.Series, councils: Councils) -> dict[str, str | None]:
    """Map each code of the file to that of the release; None for a council without a successor."""
    today = {code: code for code in set(codes) if code[:3] in ENGLAND_AND_REGIONS}
    for code in sorted(set(codes) - set(today)):
        if code not in councils.by_code:
            raise SourceError(
                f"{path.name}: {code!r} is no code of a council; check the row's ONS code"
            )
        today[code] = councils.by_code[code]
    return today


def _numbers(path: Path, table: pd.DataFrame) -> pd.DataFrame:
    """One row per measure, council and period: ``measure code quarter value marker``."""
    values = table.melt(["code", "quarter"], [*COUNTS, RATE], var_name="measure", value_name="text")
    values = values[(values["measure"] != RATE) | (values["quarter"] == YEAR)]
    values["value"] = pd.to_numeric(values["text"], errors="coerce")
    values["marker"] = values["text"].where(values["value"].isna()).map(MARKERS)
    if (unknown := values["value"].isna() & values["marker"].isna()).any():
        raise SourceError(
            f"{path.name}: unknown marker {values.loc[unknown, 'text'].iloc[0]!r}; "
            "add what it means to MARKERS"
        )
    values.loc[values["measure"] == RATE, "value"] *= 100
    return values.drop(columns="text")


def _in_pairs(values: pd.DataFrame) -> pd.DataFrame:
    """Blank a count whose companion is missing, and mark the year's where a quarter was."""
    domain = values["measure"].str.removesuffix("_expected").str.removesuffix("_assessed")
    in_year = values["quarter"] == YEAR
    pair = [values["code"], values["quarter"], domain]
    incomplete = values["value"].isna().groupby(pair).transform("any")
    quarter_missing = (incomplete & ~in_year).groupby([values["code"], domain]).transform("any")
    marker = values["marker"].mask(quarter_missing & in_year, "e").mask(incomplete, "x")
    return values.assign(value=values["value"].mask(incomplete), marker=marker)


def _geography(area_code: str) -> str:
    return ENGLAND_AND_REGIONS.get(area_code[:3]) or council_geography(area_code)
