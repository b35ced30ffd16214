"""What each table must be before it may pass on, held by pandera; failures come all at once."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pandera.pandas as pa

from etl.errors import ContractError
from etl.neighbours import SETS
from etl.registry import LEVELS
from etl.schema import BENCHMARKS, BESIDE_A_VALUE, CHANGES, GEOGRAPHIES, MARKERS, METHODS, TRENDS

GSS_CODE = r"[EJKLMNSW]\d{8}"
KEY = ["indicator", "area_code", "period"]

_TOLERANCE = 1e-9
_WITHHELD = ("c", "low", "u")


def _is_date(values: pd.Series) -> pd.Series:
    return values.map(lambda value: isinstance(value, dt.date))


def _null_exactly_when_marked(table: pd.DataFrame) -> pd.Series:
    return table.value.isna() == (table.marker.notna() & ~table.marker.isin(BESIDE_A_VALUE))


def _text(*allowed: str, nullable: bool = False, pattern: str | None = None) -> pa.Column:
    checks = []
    if allowed:
        checks.append(pa.Check.isin(allowed, error=f"is one of {', '.join(allowed)}"))
    if pattern:
        checks.append(pa.Check.str_matches(f"^(?:{pattern})$", error=f"matches {pattern}"))
    return pa.Column("str", checks, nullable=nullable)


_DATE = pa.Column(object, pa.Check(_is_date, error="is a date"))
_NUMBER = pa.Column(float, nullable=True)

MEASURES = pa.DataFrameSchema(
    {
        "measure": _text(pattern=r"[a-z0-9_]+"),
        "geography": _text(*GEOGRAPHIES),
        "area_code": _text(pattern=GSS_CODE),
        "period": _text(),
        "period_end": _DATE,
        "value": _NUMBER,
        "marker": _text(*MARKERS, nullable=True),
    },
    checks=[
        pa.Check(
            _null_exactly_when_marked,
            error="value is null exactly when a marker stands in its place",
        )
    ],
    unique=["measure", "geography", "area_code", "period"],
    name="measures",
)

AREAS = pa.DataFrameSchema(
    {
        "area_code": _text(pattern=GSS_CODE),
        "area_name": _text(),
        "level": _text(*LEVELS),
        "lad_code": _text(nullable=True, pattern=GSS_CODE),
        "utla_code": _text(nullable=True, pattern=GSS_CODE),
        "region_code": _text(nullable=True, pattern=GSS_CODE),
        "easting": pa.Column("Int64"),
        "northing": pa.Column("Int64"),
        "rural_urban": _text(nullable=True),
        "population": pa.Column("Int64", pa.Check.ge(0, error="is not negative"), nullable=True),
        "children_0_4": pa.Column("Int64", pa.Check.ge(0, error="is not negative"), nullable=True),
        "note": _text(nullable=True),
    },
    unique=["area_code"],
    strict=True,
    ordered=True,
    name="areas",
)

OBSERVATIONS = pa.DataFrameSchema(
    {
        "indicator": _text(pattern=r"[a-z0-9_]+"),
        "area_code": _text(pattern=GSS_CODE),
        "level": _text(*LEVELS),
        "period": _text(),
        "period_end": _DATE,
        "value": _NUMBER,
        "lower_ci": _NUMBER,
        "upper_ci": _NUMBER,
        "numerator": _NUMBER,
        "denominator": _NUMBER,
        "marker": _text(*MARKERS, nullable=True),
        "method": _text(*METHODS, nullable=True),
        "benchmark": _text(*BENCHMARKS, nullable=True),
        "quintile": pa.Column("Int8", pa.Check.in_range(1, 5, error="is 1 to 5"), nullable=True),
        "trend": _text(*TRENDS, nullable=True),
    },
    checks=[
        pa.Check(
            _null_exactly_when_marked,
            error="value is null exactly when a marker stands in its place",
        ),
        pa.Check(
            lambda t: t.lower_ci.isna() == t.upper_ci.isna(),
            error="an interval has both ends",
        ),
        pa.Check(
            lambda t: (
                t.lower_ci.isna()
                | ((t.lower_ci <= t.value + _TOLERANCE) & (t.value <= t.upper_ci + _TOLERANCE))
            ),
            error="lower_ci ≤ value ≤ upper_ci",
        ),
        pa.Check(
            lambda t: t.benchmark.isna() | t.lower_ci.notna(),
            error="a benchmark verdict needs an interval",
        ),
        pa.Check(
            lambda t: (
                t.value.notna() | (t.quintile.isna() & t.benchmark.isna() & t.lower_ci.isna())
            ),
            error="a blank value has no interval, benchmark or quintile",
        ),
        pa.Check(
            lambda t: ~t.marker.isin(_WITHHELD) | t.numerator.isna(),
            error="a withheld value withholds its numerator",
        ),
    ],
    unique=KEY,
    strict=True,
    ordered=True,
    name="observations",
)

POSTCODES = pa.DataFrameSchema(
    {
        "postcode": pa.Column("str"),
        "ward_code": pa.Column("str"),
        "lad_code": pa.Column("str"),
    },
    strict=True,
    ordered=True,
    name="postcodes",
)

NEIGHBOURS = pa.DataFrameSchema(
    {
        "set": _text(*SETS),
        "area_code": _text(pattern=GSS_CODE),
        "neighbour_code": _text(pattern=GSS_CODE),
        "rank": pa.Column("int64", pa.Check.ge(1, error="is 1 or more")),
    },
    checks=[
        pa.Check(
            lambda t: t.area_code != t.neighbour_code,
            error="a council is not its own neighbour",
        )
    ],
    unique=["set", "area_code", "neighbour_code"],
    strict=True,
    ordered=True,
    name="neighbours",
)

NEIGHBOURHOODS = pa.DataFrameSchema(
    {
        "area_code": _text(pattern=r"E01\d{6}"),
        "area_name": _text(),
        "ward_code": _text(pattern=r"E05\d{6}"),
        "lad_code": _text(pattern=GSS_CODE),
    },
    unique=["area_code"],
    strict=True,
    ordered=True,
    name="neighbourhoods",
)

NEIGHBOURHOOD_FIGURES = pa.DataFrameSchema(
    {
        "indicator": _text(pattern=r"[a-z0-9_]+"),
        "area_code": _text(pattern=r"E01\d{6}"),
        "period": _text(),
        "period_end": _DATE,
        "value": _NUMBER,
        "marker": _text(*MARKERS, nullable=True),
    },
    checks=[
        pa.Check(
            _null_exactly_when_marked,
            error="value is null exactly when a marker stands in its place",
        ),
    ],
    unique=["indicator", "area_code"],
    strict=True,
    ordered=True,
    name="neighbourhood_figures",
)

NEIGHBOURHOOD_BOUNDARIES = pa.DataFrameSchema(
    {"lad_code": _text(pattern=GSS_CODE), "topology": _text()},
    unique=["lad_code"],
    strict=True,
    ordered=True,
    name="neighbourhood_boundaries",
)

LEDGER = pa.DataFrameSchema(
    {
        "source": _text(pattern=r"[a-z0-9_]+"),
        "area_code": _text(pattern=GSS_CODE),
        "from_code": _text(nullable=True, pattern=GSS_CODE),
        "from_name": _text(nullable=True),
        "what": _text(*CHANGES),
        "share": pa.Column(
            float,
            pa.Check.in_range(0, 1 + _TOLERANCE, include_min=False, error="is over 0, 1 at most"),
            nullable=True,
        ),
        "note": _text(nullable=True),
    },
    checks=[
        pa.Check(
            lambda t: (t.what != "apportioned") | (t.share.notna() & t.from_code.notna()),
            error="what was apportioned says of what, and the share",
        ),
        pa.Check(lambda t: t.area_code != t.from_code, error="nothing comes from itself"),
    ],
    unique=["source", "area_code", "from_code", "what"],
    strict=True,
    ordered=True,
    name="ledger",
)

SCHEMAS = {
    "areas": AREAS,
    "observations": OBSERVATIONS,
    "postcodes": POSTCODES,
    "neighbours": NEIGHBOURS,
    "neighbourhoods": NEIGHBOURHOODS,
    "neighbourhood_figures": NEIGHBOURHOOD_FIGURES,
    "neighbourhood_boundaries": NEIGHBOURHOOD_BOUNDARIES,
    "ledger": LEDGER,
}

OPTIONAL = ("neighbourhoods", "neighbourhood_figures", "neighbourhood_boundaries")
"""Tables that come together or not at all: a release may know nothing finer than wards."""


_IN_WORDS = {
    "column_in_dataframe": "columns are missing",
    "column_in_schema": "columns are unknown",
    "column_ordered": "columns are out of order, from",
    "multiple_fields_uniqueness": "rows are not unique on their keys",
    "not_nullable": "is null",
}


def table_failures(schema: pa.DataFrameSchema, table: pd.DataFrame) -> list[str]:
    """Return one line for each check of ``schema`` that ``table`` fails, with its first row."""
    try:
        schema.validate(table, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return []
    # A check of whole rows comes back once a column; it is one failure of the table. It cannot even
    # be made when a column is missing, and that is said already.
    of_table = cases.schema_context == "DataFrameSchema"
    cases = cases[~cases.failure_case.astype(str).str.startswith("AttributeError(")]
    places = cases.column.astype(object).mask(of_table, None)
    lines = []
    for (column, check), group in cases.groupby([places, "check"], sort=False, dropna=False):
        rows = group["index"].dropna().unique()
        line = f"{schema.name}.{column}" if pd.notna(column) else f"{schema.name}"
        line += f": {_IN_WORDS.get(check, check)}"
        if len(rows):
            line += f": {len(rows):,} rows, first {_name_row(table, rows[0])}"
        elif len(found := group.failure_case.dropna().unique()):
            line += f": {', '.join(map(str, found))}"
        lines.append(line)
    return lines


def _name_row(table: pd.DataFrame, index: object) -> str:
    keys = [
        key
        for key in ("measure", "indicator", "area_code", "period", "postcode")
        if key in table.columns
    ]
    row = table.loc[index, keys]  # pyright: ignore[reportArgumentType, reportCallIssue]
    return " ".join(str(value) for value in row.tolist())


def require(schema: pa.DataFrameSchema, table: pd.DataFrame, *, of: str) -> pd.DataFrame:
    """Return ``table``, or raise ``ContractError`` naming ``of`` and every failed check."""
    if lines := table_failures(schema, table):
        raise ContractError(f"{of}: " + "; ".join(lines))
    return table
