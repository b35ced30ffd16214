"""What catalogues of other sites read: schema.org in a page's head, DCAT, and CSV on the Web.

Addresses are relative: a reader completes them by the address it came to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from app import archive
from app.answers import LICENCE
from app.fields import Field
from app.release import Release
from etl.registry import DOMAINS, LEVELS, Indicator

TITLE = "Early Years Atlas"
DESCRIPTION = (
    "Early-years indicators for every ward, council and region of England, from official files: "
    "values, 95% intervals, comparisons with England, and why a figure is missing."
)
_PARQUET = "application/vnd.apache.parquet"
_ENGLAND = "http://statistics.data.gov.uk/id/statistical-geography/E92000001"
_FREQUENCY = {
    "yearly": "ANNUAL",
    "three times a year": "ANNUAL_3",
    "every two years": "BIENNIAL",
    "every ten years": "DECENNIAL",
    "every four to six years": "IRREG",
}


def schema_org(release: Release) -> dict[str, Any]:
    """Return the release as a schema.org ``Dataset``."""
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{TITLE}: early-years indicators for every ward of England",
        "description": DESCRIPTION,
        "url": "/data",
        "identifier": release.id,
        "version": release.id,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "dateModified": _built(release),
        "temporalCoverage": "/".join(_span(release, release.indicators)),
        "spatialCoverage": {"@type": "Place", "name": "England", "sameAs": _ENGLAND},
        "keywords": list(DOMAINS),
        "creator": {"@type": "Organization", "name": TITLE},
        "isBasedOn": [source.get("landing_page") for source in _landed(release)],
        "variableMeasured": [item.title for item in release.indicators.values()],
        "includedInDataCatalog": {"@type": "DataCatalog", "name": TITLE, "url": "/catalog.jsonld"},
        "distribution": [
            _download("The whole release", "application/zip", _archive(release)),
            _download("Observations", _PARQUET, f"/v/{release.id}/release/observations.parquet"),
            _download("Areas", "text/csv", "/data/areas.csv"),
            _download("Indicators", "text/csv", "/data/indicators.csv"),
        ],
    }


def _download(name: str, media_type: str, url: str) -> dict[str, str]:
    return {"@type": "DataDownload", "name": name, "encodingFormat": media_type, "contentUrl": url}


def dcat(release: Release) -> dict[str, Any]:
    """Return the catalogue as DCAT 3: the release, and every indicator as a dataset of its own."""
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "prov": "http://www.w3.org/ns/prov#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": "/catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _english(TITLE),
        "dct:description": _english(DESCRIPTION),
        "dct:license": {"@id": LICENCE},
        "dct:modified": _day(_built(release)),
        "dct:language": "en-GB",
        "foaf:homepage": {"@id": "/"},
        "dcat:service": {
            "@id": "/api/v1",
            "@type": "dcat:DataService",
            "dct:title": _english(f"{TITLE} API"),
            "dcat:endpointURL": {"@id": "/api/v1"},
            "dcat:endpointDescription": {"@id": "/api/v1/openapi.json"},
        },
        "dcat:dataset": [
            _whole(release),
            *(_dataset(release, item) for item in release.indicators.values()),
        ],
    }


def _whole(release: Release) -> dict[str, Any]:
    return {
        "@id": f"/data#release-{release.id}",
        "@type": "dcat:Dataset",
        "dct:title": _english(f"{TITLE}: release {release.id}"),
        "dct:description": _english(DESCRIPTION),
        "dct:identifier": release.id,
        "dct:issued": _day(_built(release)),
        "dct:license": {"@id": LICENCE},
        "dct:spatial": {"@id": _ENGLAND},
        "dct:temporal": _temporal(release, release.indicators),
        "dcat:keyword": [_english(domain) for domain in DOMAINS],
        "dcat:landingPage": {"@id": "/data"},
        "dcat:distribution": [
            _distribution("Archive of every file", "application/zip", _archive(release)),
            _distribution(
                "Observations", _PARQUET, f"/v/{release.id}/release/observations.parquet"
            ),
            _distribution("Areas", _PARQUET, f"/v/{release.id}/release/areas.parquet"),
        ],
    }


def _dataset(release: Release, item: Indicator) -> dict[str, Any]:
    """Return an indicator as a dataset."""
    sources = release.sources(item.id)
    main = next(iter(sources), {})
    found: dict[str, Any] = {
        "@id": f"/data#{item.id}",
        "@type": "dcat:Dataset",
        "dct:title": _english(item.title),
        "dct:description": _english(item.definition),
        "dct:identifier": item.id,
        "dct:license": {"@id": main.get("licence_url") or LICENCE},
        "dct:spatial": {"@id": _ENGLAND},
        "dct:temporal": _temporal(release, [item.id]),
        "dcat:keyword": [_english(item.domain)],
        "dcat:landingPage": {"@id": f"/data#{item.id}"},
        "dct:source": [{"@id": url} for source in sources if (url := source.get("landing_page"))],
        "dct:provenance": _english(item.evidence),
        "dcat:distribution": [
            _distribution("Every figure", "text/csv", f"/data/indicators/{item.id}.csv"),
            _distribution(
                "By the page", "application/json", f"/api/v1/indicators/{item.id}/observations"
            )
            | {"dcat:accessService": {"@id": "/api/v1"}},
        ],
    }
    if main.get("publisher"):
        found["dct:publisher"] = {"@type": "foaf:Agent", "foaf:name": main["publisher"]}
    # What follows a comma is no part of it: quarters beside the year, or when it was last updated.
    if frequency := _FREQUENCY.get(item.update_frequency.partition(",")[0]):
        base = "http://publications.europa.eu/resource/authority/frequency/"
        found["dct:accrualPeriodicity"] = {"@id": base + frequency}
    return found


def csvw(
    release: Release, url: str, title: str, columns: Sequence[Field], indicators: Iterable[str]
) -> dict[str, Any]:
    """Return the metadata of a CSV that lies beside it, as CSV on the Web has it."""
    sources = {source["id"]: source for name in indicators for source in release.sources(name)} or {
        source["id"]: source for source in release.manifest["sources"]
    }
    key = ["indicator", "area_code", "period"]
    names = [column.name for column in columns]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        "dc:title": title,
        "dc:license": {"@id": LICENCE},
        "dc:modified": {"@value": _built(release), "@type": "xsd:date"},
        "dc:identifier": release.id,
        "dc:source": [
            _attribution(source) for source in sources.values() if source.get("attribution")
        ],
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "columns": [column.csvw() for column in columns],
            "primaryKey": key if set(key) <= set(names) else names[0],
        },
    }


def _attribution(source: dict[str, Any]) -> str:
    return f"{source['publisher']}, {source['title']}. {source['attribution']}"


def _landed(release: Release) -> list[dict[str, Any]]:
    return [source for source in release.manifest["sources"] if source.get("landing_page")]


def _archive(release: Release) -> str:
    return f"/v/{release.id}/release/{archive.name(release.id)}"


def _distribution(title: str, media_type: str, url: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": _english(title),
        "dct:license": {"@id": LICENCE},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media_type}"},
        "dcat:accessURL": {"@id": url},
        "dcat:downloadURL": {"@id": url},
    }


def _span(release: Release, indicators: Iterable[str]) -> tuple[str, str]:
    """Return the last days of the first and the latest period of these indicators."""
    days = [
        entry.end
        for name in indicators
        for level in LEVELS
        if (coverage := release.coverage(name, level))
        for entry in coverage.every
    ]
    return (min(days).isoformat(), max(days).isoformat()) if days else ("..", "..")


def _temporal(release: Release, indicators: Iterable[str]) -> dict[str, Any]:
    start, end = _span(release, indicators)
    return {"@type": "dct:PeriodOfTime", "dcat:startDate": _day(start), "dcat:endDate": _day(end)}


def _built(release: Release) -> str:
    return str(release.manifest.get("built_at", ""))[:10]


def _day(text: str) -> dict[str, str]:
    return {"@type": "xsd:date", "@value": text}


def _english(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "en"}
