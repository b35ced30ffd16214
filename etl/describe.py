"""How a release explains itself: README, Data Package and manifest."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from etl.catalogue import OGL, OGL_URL
from etl.digest import sha256
from etl.registry import WARD_VINTAGE
from etl.schema import MARKERS
from etl.tables import ARROW

TITLES = {
    "areas": "Areas: wards, councils, counties, regions and England",
    "observations": "Observations: one row per indicator, area and period",
    "postcodes": "Postcodes: the ward and council each live English postcode falls in",
    "neighbours": "Neighbours: councils most like each council, nearest first",
    "neighbourhoods": "Neighbourhoods: the LSOAs of 2021, their wards and councils",
    "neighbourhood_figures": "Figures of neighbourhoods: one row per indicator and LSOA",
    "neighbourhood_boundaries": "Boundaries of neighbourhoods: one TopoJSON text a council",
    "ledger": "Ledger: areas whose figures were apportioned, recoded, joint or lost, and why",
}
MEANING = {
    "area_code": "GSS code of the area",
    "area_name": "Name of the area",
    "level": "ward, lad (district or one-tier council), utla (county), region or country",
    "lad_code": "GSS code of the council",
    "utla_code": "GSS code of the county; of a one-tier council, its own",
    "region_code": "GSS code of the region",
    "easting": "A point inside the area, metres east (EPSG:27700)",
    "northing": "A point inside the area, metres north (EPSG:27700)",
    "rural_urban": "Rural-urban classification of 2021",
    "population": "Residents, latest estimate",
    "children_0_4": "Residents aged 0 to 4, latest estimate",
    "note": "What must be said of the area's figures",
    "indicator": "Id of the indicator in indicators.json",
    "period": "Label of the period",
    "period_end": "Last day of the period",
    "value": "Value in the indicator's unit; null exactly when the marker says why",
    "lower_ci": "Lower end of the 95% interval",
    "upper_ci": "Upper end of the 95% interval",
    "numerator": "What is counted, where the source has it",
    "denominator": "What it is counted against, where the source has it",
    "marker": "; ".join(f"{marker}: {meaning}" for marker, meaning in MARKERS.items()),
    "method": "published, aggregated, best_fit or apportioned",
    "benchmark": "lower, similar or higher than England by the area's interval",
    "quintile": "1 to 5 within England at the same level and period",
    "trend": "increasing, decreasing or none; null when it cannot be tested",
    "postcode": "Postcode, upper case, no space",
    "ward_code": "GSS code of the ward the postcode's point falls in",
    "set": "Way of being alike: dfe_statistical, ons_global, ons_demographic or ons_economic",
    "neighbour_code": "GSS code of a council that is like the area",
    "source": "Id of the source in manifest.json",
    "from_code": "GSS code that the figures had in the source, where it is another",
    "from_name": "Name of the area with that code",
    "what": "carried, apportioned, lost, recoded or joint: what was done with the figures",
    "share": "Part of the other area's figures that this area has",
    "topology": "TopoJSON, EPSG:27700, on the grid of the council's file in boundaries/",
    "rank": "1 is most alike; a rank is missing where that neighbour is outside England",
}
_FRICTIONLESS = {
    pa.string(): "string",
    pa.float64(): "number",
    pa.int64(): "integer",
    pa.int8(): "integer",
    pa.date32(): "date",
}
_KEYS = {
    "areas": ["area_code"],
    "observations": ["indicator", "area_code", "period"],
    "postcodes": ["postcode"],
    "neighbours": ["set", "area_code", "neighbour_code"],
    "neighbourhoods": ["area_code"],
    "neighbourhood_figures": ["indicator", "area_code"],
    "neighbourhood_boundaries": ["lad_code"],
}
# The ledger has no primary key: what is true of a whole area comes from no former one.


def describe(
    folder: Path,
    *,
    sources: list[dict],
    checks: list[dict],
    facts: dict[str, Any],
    ward_vintage: str = WARD_VINTAGE,
) -> None:
    """Write README, Data Package and manifest beside the tables and boundaries in ``folder``."""
    areas = pd.read_parquet(folder / "areas.parquet", columns=["level"])
    observations = pd.read_parquet(folder / "observations.parquet", columns=["indicator"])
    (folder / "README.md").write_text(
        readme(areas, observations, sources, ward_vintage), encoding="utf-8"
    )
    write_json(folder / "datapackage.json", datapackage(folder, sources))
    write_json(folder / "manifest.json", manifest(folder, sources, checks, facts, ward_vintage))


def write_json(path: Path, value: object) -> None:
    """Write a value as JSON that a person can read."""
    text = json.dumps(value, ensure_ascii=False, indent=1, default=str)
    path.write_text(text + "\n", encoding="utf-8")


def attributions(sources: list[dict]) -> list[str]:
    """Return each attribution that must be shown, once, in the order of the sources."""
    return list(dict.fromkeys(source["attribution"] for source in sources))


def datapackage(folder: Path, sources: list[dict]) -> dict[str, Any]:
    """Describe the release as a Data Package (version 1) that frictionless validates."""
    tables = [
        {
            "name": name,
            "type": "table",
            "title": TITLES[name],
            "path": f"{name}.parquet",
            "scheme": "file",
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
            "hash": f"sha256:{sha256(folder / f'{name}.parquet')}",
            "schema": {
                "fields": [
                    {
                        "name": field.name,
                        "type": _FRICTIONLESS[field.type],
                        "description": MEANING[field.name],
                    }
                    for field in schema
                ],
                **({"primaryKey": _KEYS[name]} if name in _KEYS else {}),
            },
        }
        for name, schema in ARROW.items()
        if (folder / f"{name}.parquet").is_file()
    ]
    return {
        "name": "early-years-atlas",
        "title": "Early Years Atlas: early-years indicators for every ward of England",
        "profile": "data-package",
        "licenses": [{"name": "OGL-UK-3.0", "title": OGL, "path": OGL_URL}],
        "sources": [
            {"title": f"{source['publisher']}: {source['title']}", "path": source["landing_page"]}
            for source in sources
        ],
        "resources": tables,
    }


def readme(
    areas: pd.DataFrame,
    observations: pd.DataFrame,
    sources: list[dict],
    ward_vintage: str = WARD_VINTAGE,
) -> str:
    """Return the README of a release: what it holds, under what licence, and how to read it."""
    counts = areas.level.value_counts()
    credits = "\n".join(f"- {line}" for line in attributions(sources))
    notes = "\n".join(
        f"- {source['title']}: {source['fidelity']}."
        + (f" {source['note']}" if source["note"] else "")
        for source in sources
    )
    markers = "\n".join(f"- `{marker}` {meaning}" for marker, meaning in MARKERS.items())
    return f"""# Early Years Atlas: a release

Early-years indicators for {counts["ward"]:,} wards ({ward_vintage}) and {counts["lad"]:,} councils
of England, with their counties, regions and England: {observations.indicator.nunique()} indicators,
{len(observations):,} observations. Every figure was computed from official statistics by the Early
Years Atlas.

| file | what it holds |
|---|---|
| `observations.parquet` | one row per indicator, area and period |
| `areas.parquet` | every area, the areas it lies in, its population |
| `indicators.json` | what each indicator means, its caveats and the periods it covers |
| `postcodes.parquet` | the ward and council of every live English postcode |
| `neighbours.parquet` | the councils most like each council, by DfE and in three ways by ONS |
| `neighbourhoods.parquet` | the neighbourhoods (LSOA 2021): name, best-fit ward, council |
| `neighbourhood_figures.parquet` | their figures, latest period, as shown and without an interval |
| `neighbourhood_boundaries.parquet` | their TopoJSON, a text a council |
| `ledger.parquet` | areas whose figures were apportioned, recoded, joint or lost, and why |
| `shapes.json` | what each source gave, in a few numbers, to tell when it changes |
| `boundaries/` | TopoJSON, EPSG:27700: one file a council, and England |
| `manifest.json` | sources with licence and hash, the checks made, hashes of these files |
| `datapackage.json` | the same tables described for frictionless |

## Read it

```python
import pandas as pd

observations = pd.read_parquet("observations.parquet")
areas = pd.read_parquet("areas.parquet")
wards = observations.query("indicator == 'low_income_bhc_relative' and level == 'ward'")
print(wards.merge(areas[["area_code", "area_name", "lad_code"]], on="area_code").head())
```

A blank value always has a marker that says why; a blank is never zero:

{markers}

## Licence and attribution

The figures are published under the [{OGL}]({OGL_URL}). Whoever shows them must say:

{credits}

## How near the files read were to the publishers' own

{notes}
"""


def manifest(
    folder: Path,
    sources: list[dict],
    checks: list[dict],
    facts: dict[str, Any],
    ward_vintage: str = WARD_VINTAGE,
) -> dict[str, Any]:
    """Return the manifest; its ``release_id`` hashes everything in it but the time of building.

    ``facts`` are figures of the build worth keeping, such as the places that are in no ward.
    """
    files = {
        path.relative_to(folder).as_posix(): sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }
    content = {
        "ward_vintage": ward_vintage,
        "sources": sources,
        "checks": checks,
        "facts": facts,
        "files": files,
    }
    canonical = json.dumps(content, sort_keys=True, default=str).encode()
    return {
        "release_id": hashlib.sha256(canonical).hexdigest()[:12],
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        **content,
    }
