"""The tables of a release on disk: their columns, types, and Parquet that never varies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

_TEXT, _NUMBER, _WHOLE = pa.string(), pa.float64(), pa.int64()

ARROW = {
    "areas": pa.schema(
        {
            "area_code": _TEXT,
            "area_name": _TEXT,
            "level": _TEXT,
            "lad_code": _TEXT,
            "utla_code": _TEXT,
            "region_code": _TEXT,
            "easting": _WHOLE,
            "northing": _WHOLE,
            "rural_urban": _TEXT,
            "population": _WHOLE,
            "children_0_4": _WHOLE,
            "note": _TEXT,
        }
    ),
    "observations": pa.schema(
        {
            "indicator": _TEXT,
            "area_code": _TEXT,
            "level": _TEXT,
            "period": _TEXT,
            "period_end": pa.date32(),
            "value": _NUMBER,
            "lower_ci": _NUMBER,
            "upper_ci": _NUMBER,
            "numerator": _NUMBER,
            "denominator": _NUMBER,
            "marker": _TEXT,
            "method": _TEXT,
            "benchmark": _TEXT,
            "quintile": pa.int8(),
            "trend": _TEXT,
        }
    ),
    "postcodes": pa.schema({"postcode": _TEXT, "ward_code": _TEXT, "lad_code": _TEXT}),
    "neighbours": pa.schema(
        {"set": _TEXT, "area_code": _TEXT, "neighbour_code": _TEXT, "rank": pa.int64()}
    ),
    "neighbourhoods": pa.schema(
        {"area_code": _TEXT, "area_name": _TEXT, "ward_code": _TEXT, "lad_code": _TEXT}
    ),
    "neighbourhood_figures": pa.schema(
        {
            "indicator": _TEXT,
            "area_code": _TEXT,
            "period": _TEXT,
            "period_end": pa.date32(),
            "value": _NUMBER,
            "marker": _TEXT,
        }
    ),
    "neighbourhood_boundaries": pa.schema({"lad_code": _TEXT, "topology": _TEXT}),
    "ledger": pa.schema(
        {
            "source": _TEXT,
            "area_code": _TEXT,
            "from_code": _TEXT,
            "from_name": _TEXT,
            "what": _TEXT,
            "share": _NUMBER,
            "note": _TEXT,
        }
    ),
}
"""Columns and types of the tables of a release, in the order they are written."""

_MEASURED = ("value", "lower_ci", "upper_ci", "numerator", "denominator")

# Sorted codes share their beginnings, and floats of a kind their first bytes: storing what changes,
# and bytes by their place, loses nothing and takes a fifth less room (20 MB is all a release has).
_ENCODING: dict[str, dict[str, Any]] = {
    "observations": {
        "use_dictionary": [
            name
            for name in ARROW["observations"].names
            if name not in _MEASURED and name != "area_code"
        ],
        "column_encoding": {
            **dict.fromkeys(_MEASURED, "BYTE_STREAM_SPLIT"),
            "area_code": "DELTA_BYTE_ARRAY",
        },
    },
    "postcodes": {
        "use_dictionary": ["ward_code", "lad_code"],
        "column_encoding": {"postcode": "DELTA_BYTE_ARRAY"},
    },
    # One page a column: codes recur from indicator to indicator, shapes from council to council.
    "neighbourhoods": {
        "use_dictionary": ["ward_code", "lad_code"],
        "column_encoding": {"area_code": "DELTA_BYTE_ARRAY", "area_name": "DELTA_BYTE_ARRAY"},
    },
    "neighbourhood_figures": {
        "use_dictionary": ["indicator", "period", "period_end", "value", "marker"],
        "column_encoding": {"area_code": "DELTA_BYTE_ARRAY"},
        "dictionary_pagesize_limit": 1 << 24,
        "data_page_size": 1 << 28,
        "max_rows_per_page": 1 << 24,
        "row_group_size": 1 << 24,
    },
    "neighbourhood_boundaries": {"use_dictionary": False, "data_page_size": 1 << 28},
}


def write_table(folder: Path, name: str, table: pd.DataFrame) -> Path:
    """Write one table of ``ARROW`` as Parquet; the same rows always give the same bytes."""
    schema = ARROW[name]
    arrow = pa.Table.from_pandas(table[schema.names], schema=schema, preserve_index=False)
    path = folder / f"{name}.parquet"
    # The schema's note for pandas stays: it is what brings Int64 back instead of float64.
    pq.write_table(
        arrow,
        path,
        compression="zstd",
        compression_level=19,
        **_ENCODING.get(name, {}),
    )
    return path


def write_tables(folder: Path, **tables: pd.DataFrame) -> None:
    """Write the tables of ``ARROW`` that are given, by name."""
    for name in (one for one in ARROW if one in tables):
        write_table(folder, name, tables[name])
