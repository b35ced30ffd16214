"""ArcGIS feature services (ONS Open Geography Portal): a layer page by page.

API: https://developers.arcgis.com/rest/services-reference/enterprise/query-feature-service-layer/
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from etl.services.job import Got, Job, as_json
from etl.transfer import TRANSIENT, DownloadError

PAGE = 2_000


def fetch(job: Job) -> Got | None:
    """Get every feature of the layer: GeoJSON, or a CSV of its attributes.

    One request (the layer's description) when it was not edited since. Raises ``DownloadError``
    also when the pages do not add up to the number of features that the service counts.
    """
    layer = _ask(job, "", {"f": "json"})
    version = _edited(layer)
    if job.known and version and job.known.version == version:
        return None
    table = job.part.name.endswith(".csv")
    write = _write_table if table else _write_shapes
    number = write(job, _pages(job, table, layer.get("objectIdField", "")))
    counted = _ask(job, "/query", {"where": "1=1", "returnCountOnly": "true", "f": "json"})
    if number != counted.get("count"):
        raise DownloadError(
            f"{job.wanted.address}: gives {number:,} features, and counts {counted.get('count')}"
        )
    kind = "text/csv" if table else "application/geo+json"
    return Got(job.wanted.address, kind, version=version)


def edited(job: Job) -> str:
    """Return when the layer's data were last edited, or nothing; one request."""
    return _edited(_ask(job, "", {"f": "json"}))


def _edited(layer: dict[str, Any]) -> str:
    """Return when the layer's data were last edited, as the service counts time, or nothing."""
    editing = layer.get("editingInfo") or {}
    return str(editing.get("dataLastEditDate") or editing.get("lastEditDate") or "")


def _ask(job: Job, path: str, params: dict[str, str]) -> dict[str, Any]:
    """Return what the service says; it reports its errors in an answer of 200, busy or not."""
    tries = job.client.limits.tries
    for attempt in range(1, tries + 1):
        said = as_json(job.client.read(job.wanted.address + path, params))
        error = said.get("error")
        if not error:
            return said
        if error.get("code") not in TRANSIENT:
            break
        if attempt < tries:
            job.client.rest(attempt)
    said = f"answers error {error.get('code')}: {error.get('message')}"
    raise DownloadError(f"{job.wanted.address}: {said}")


def _pages(job: Job, table: bool, key: str) -> Iterator[list[dict[str, Any]]]:
    """Give the features page by page; a server may give fewer at once than it is asked for."""
    params = {
        "where": "1=1",
        "outFields": "*",
        "resultRecordCount": str(PAGE),
        # Without an order, pages may overlap.
        **({"orderByFields": key} if key else {}),
        **({"returnGeometry": "false", "f": "json"} if table else {"f": "geojson"}),
        **job.wanted.query,
    }
    offset = 0
    while True:
        said = _ask(job, "/query", params | {"resultOffset": str(offset)})
        features = said.get("features")
        if not features:
            raise DownloadError(f"{job.wanted.address}: has no features from number {offset:,}")
        yield features
        offset += len(features)
        # GeoJSON answers carry the flag among their properties.
        more = said.get("exceededTransferLimit") or (said.get("properties") or {}).get(
            "exceededTransferLimit"
        )
        if not more:
            return


def _write_table(job: Job, pages: Iterator[list[dict[str, Any]]]) -> int:
    names = dict(job.wanted.columns)
    number = 0
    with job.part.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        for features in pages:
            if not number:
                names = names or {name: name for name in features[0]["attributes"]}
                writer.writerow(names.values())
            for feature in features:
                attributes = feature["attributes"]
                if missing := names.keys() - attributes.keys():
                    raise DownloadError(f"{job.wanted.address}: has no column {min(missing)}")
                writer.writerow(attributes[name] for name in names)
            number += len(features)
            job.client.require_size(stream.tell())
            job.progress(stream.tell(), None)
    return number


def _write_shapes(job: Job, pages: Iterator[list[dict[str, Any]]]) -> int:
    """Write one feature collection that names the reference system it was asked for in."""
    crs = {"type": "name", "properties": {"name": f"EPSG:{job.wanted.query.get('outSR', '4326')}"}}
    number = 0
    with job.part.open("w", encoding="utf-8") as stream:
        stream.write(f'{{"type":"FeatureCollection","crs":{json.dumps(crs)},"features":[')
        for features in pages:
            for feature in features:
                stream.write(",\n" if number else "\n")
                json.dump(feature, stream, ensure_ascii=False, separators=(",", ":"))
                number += 1
            job.client.require_size(stream.tell())
            job.progress(stream.tell(), None)
        stream.write("\n]}\n")
    return number
