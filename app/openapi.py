"""The OpenAPI 3.1 description of ``/api/v1``, made from the parameters and fields it reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from app import fields, parameters
from app.fields import Field
from app.parameters import Parameter
from app.release import Release
from etl.registry import LEVELS

VERSION = "1.0.0"
PAGING = (parameters.LIMIT, parameters.OFFSET)
AREAS = (parameters.LEVEL, parameters.WITHIN, parameters.SEARCH, *PAGING)
INDICATORS = (parameters.DOMAIN, parameters.SEARCH, *PAGING)
INDICATOR_OBSERVATIONS = (parameters.LEVEL, parameters.WITHIN, parameters.PERIOD, *PAGING)
AREA_OBSERVATIONS = (parameters.LEVEL, parameters.INDICATOR, parameters.PERIOD, *PAGING)
NEIGHBOURS = (parameters.SET, *PAGING)
NEIGHBOUR_MEANS = (parameters.SET, parameters.INDICATOR, parameters.PERIOD, *PAGING)

SOURCE = (
    "id",
    "title",
    "publisher",
    "landing_page",
    "licence",
    "attribution",
    "published",
    "next_release",
    "provenance",
    "fidelity",
    "note",
)
"""What of the manifest's entry of a source is passed on."""

_CODE = {"name": "code", "in": "path", "required": True, "description": "GSS code of an area."}
_INDICATOR = {
    "name": "indicator",
    "in": "path",
    "required": True,
    "description": "Id of an indicator.",
}


def document(release: Release) -> dict[str, Any]:
    """Return the description; its examples are of this release."""
    indicator = next(iter(release.indicators))
    code = {**_CODE, "schema": {"type": "string"}, "example": release.england.code}
    name = {**_INDICATOR, "schema": {"type": "string"}, "example": indicator}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Early Years Atlas",
            "version": VERSION,
            "summary": "Early-years indicators for every ward and council of England.",
            "description": "Public and read-only; no key. Every answer is of one release, named in "
            "`release` and in the ETag. Pages hold at most "
            f"{parameters.MAX_LIMIT:,} rows: follow `next`.",
            "license": {"name": "Open Government Licence v3.0", "identifier": "OGL-UK-3.0"},
        },
        "servers": [{"url": "/api/v1"}],
        "paths": {
            "/openapi.json": {"get": _one("description", "This description.", _OBJECT)},
            **_both("/areas", "areas", "Areas, by level, then code.", "Area", AREAS),
            "/areas/{code}": {"get": _one("area", "One area.", _ref("OneArea"), [code])},
            **_both(
                "/areas/{code}/observations",
                "observations",
                "Figures of an area, or with `level` of the areas inside it.",
                "Observation",
                AREA_OBSERVATIONS,
                [code],
            ),
            **_both(
                "/areas/{code}/neighbours",
                "neighbours",
                "Councils like a council or county, most alike first; none of other areas.",
                "Neighbour",
                NEIGHBOURS,
                [code],
            ),
            **_both(
                "/areas/{code}/neighbours/means",
                "means",
                "Means of the councils like one, by set, indicator and period; none of counts.",
                "Mean",
                NEIGHBOUR_MEANS,
                [code],
            ),
            **_both(
                "/indicators", "indicators", "Indicators, by subject.", "Indicator", INDICATORS
            ),
            "/indicators/{indicator}": {
                "get": _one("indicator", "One indicator.", _ref("OneIndicator"), [name])
            },
            **_both(
                "/indicators/{indicator}/observations",
                "observations",
                "Figures of an indicator, by level, period and area.",
                "Observation",
                INDICATOR_OBSERVATIONS,
                [name],
            ),
        },
        "components": {"schemas": _schemas(), "responses": _RESPONSES},
    }


_COLUMNS = {
    "Area": fields.AREA,
    "Indicator": fields.INDICATOR,
    "Observation": fields.OBSERVATION,
    "Neighbour": fields.NEIGHBOUR,
    "Mean": fields.MEAN,
}
_OBJECT = {"type": "object"}
_PROBLEM = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
_RESPONSES = {
    "NotModified": {"description": "What you have is what there is."},
    "Refused": {
        "description": "A parameter cannot be read; `parameter` says which.",
        "content": _PROBLEM,
    },
    "Unknown": {"description": "There is nothing of that name.", "content": _PROBLEM},
}


def _schemas() -> dict[str, Any]:
    text = {"type": "string"}
    optional = {"type": ["string", "null"]}
    only = {
        "type": ["array", "null"],
        "items": text,
        "description": "The only districts that have the period; null for all.",
    }
    day = {"type": "string", "format": "date"}
    period = _object({"period": text, "slug": text, "end": day, "councils": only})
    breaks = {"type": ["array", "null"], "items": {"type": "number"}}
    councils = {
        "type": ["array", "null"],
        "items": text,
        "description": "The only councils whose wards have figures; null for all.",
    }
    periods = {"type": "array", "items": period}
    coverage = _object({"periods": periods, "breaks": breaks, "councils": councils})
    addresses = dict.fromkeys(("observations", "download", "page"), text)
    more = {
        "numerator_label": text,
        "denominator_label": optional,
        "scale": {"type": "number"},
        "interval": optional,
        "benchmarked": {"type": "boolean"},
        "caveats": {"type": "array", "items": text},
        "breaks": {"type": "array", "items": _object({"before": text, "reason": text})},
        "gaps": {
            "type": "array",
            "items": _object({"first": text, "last": text, "reason": text}),
        },
        "coverage": {
            "type": "object",
            "propertyNames": {"enum": list(LEVELS)},
            "additionalProperties": coverage,
        },
        "sources": {"type": "array", "items": _object(dict.fromkeys(SOURCE, optional))},
    }
    return {
        "Area": _object(_cells(fields.AREA)),
        "OneArea": _object({"release": text} | _cells(fields.AREA) | {"observations": text}),
        "Indicator": _object(_cells(fields.INDICATOR)),
        "OneIndicator": _object({"release": text} | _cells(fields.INDICATOR) | more | addresses),
        "Observation": _object(_cells(fields.OBSERVATION)),
        "Neighbour": _object(_cells(fields.NEIGHBOUR)),
        "Mean": _object(_cells(fields.MEAN)),
        **{
            f"{kind}Page": _object(_page(name, kind))
            for name, kind in (
                ("areas", "Area"),
                ("indicators", "Indicator"),
                ("observations", "Observation"),
                ("neighbours", "Neighbour"),
                ("means", "Mean"),
            )
        },
        "Error": {
            "type": "object",
            "required": ["error"],
            "properties": {
                "error": {"type": "string", "description": "What is wrong, in words."},
                "parameter": {"type": ["string", "null"], "description": "Which parameter it is."},
            },
        },
    }


def _cells(columns: Iterable[Field]) -> dict[str, Any]:
    return {column.name: column.schema() for column in columns}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


def _page(name: str, kind: str) -> dict[str, Any]:
    whole = {"type": "integer", "minimum": 0}
    return {
        "release": {"type": "string", "description": "Id of the release the rows are of."},
        "total": whole | {"description": "Rows on all pages."},
        "limit": whole,
        "offset": whole,
        "next": {"type": ["string", "null"], "description": "Address of the next page."},
        name: {"type": "array", "maxItems": parameters.MAX_LIMIT, "items": _ref(kind)},
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _both(
    path: str,
    name: str,
    summary: str,
    kind: str,
    declared: Sequence[Parameter],
    within: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Return the operations of an address that answers in JSON, and in CSV below ``.csv``."""
    given = [*within, *map(_parameter, declared)]
    of = f"{path.split('/')[1]}_{name}" if within else name
    heading = ",".join(column.name for column in _COLUMNS[kind])
    text = {"type": "string", "description": f"RFC 4180, UTF-8 without BOM. Columns: {heading}."}
    as_json = {"application/json": {"schema": _ref(f"{kind}Page")}}
    as_csv = {"text/csv": {"schema": text}}
    return {
        path: {"get": _get(of, summary, as_json, given)},
        f"{path}.csv": {"get": _get(f"{of}_csv", f"{summary} As CSV.", as_csv, given)},
    }


def _one(
    name: str, summary: str, schema: dict[str, Any], given: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    return _get(name, summary, {"application/json": {"schema": schema}}, given)


def _get(
    name: str, summary: str, content: dict[str, Any], given: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    responses: dict[str, Any] = {
        "200": {
            "description": "Found.",
            "headers": {
                "ETag": {"schema": {"type": "string"}},
                "Link": {"schema": {"type": "string"}, "description": "The licence, and `next`."},
            },
            "content": content,
        },
        "304": {"$ref": "#/components/responses/NotModified"},
        "400": {"$ref": "#/components/responses/Refused"},
    }
    if given:
        responses["404"] = {"$ref": "#/components/responses/Unknown"}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": list(given),
        "responses": responses,
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    example = {"example": parameter.example} if parameter.example is not None else {}
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.meaning,
        "schema": parameter.schema,
        **example,
    }
