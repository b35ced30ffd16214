"""The opponent: the same wards as a Plotly ``Choropleth``, recoloured by a ``Patch``.

A bare Dash page on the same release: one graph, one store that names the indicator, one callback
that sends only the new values. gunicorn serves ``opponent:server``; ``OPPONENT_AREAS`` names a
boundary file.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from dash import Dash, Input, Output, Patch, dcc, html
from pyproj import Transformer

RELEASE = Path(os.environ.get("ATLAS_RELEASE", "geodata"))
COLOURS = ("#EAECB1", "#A9D891", "#00A7BA", "#004EA6", "#000D54")


def geojson(name: str) -> dict:
    """Return a boundary file as GeoJSON in longitude and latitude, the form Plotly needs."""
    topology = json.loads((RELEASE / "boundaries" / f"{name}.json").read_text())
    transform = topology["transform"]
    to_degrees = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True).transform
    arcs = []
    for arc in topology["arcs"]:
        metres = np.cumsum(np.asarray(arc), axis=0) * transform["scale"] + transform["translate"]
        arcs.append(np.round(np.column_stack(to_degrees(metres[:, 0], metres[:, 1])), 5))

    def ring(indices: list[int]) -> list[list[float]]:
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
        joined = np.concatenate([part if k == 0 else part[1:] for k, part in enumerate(parts)])
        return joined[::-1].tolist()  # Plotly takes outer rings clockwise

    def shape(geometry: dict) -> dict:
        if geometry["type"] == "Polygon":
            return {"type": "Polygon", "coordinates": [ring(part) for part in geometry["arcs"]]}
        polygons = [[ring(part) for part in polygon] for polygon in geometry["arcs"]]
        return {"type": "MultiPolygon", "coordinates": polygons}

    features = [
        {"type": "Feature", "id": area["id"], "properties": {}, "geometry": shape(area)}
        for area in topology["objects"]["areas"]["geometries"]
    ]
    return {"type": "FeatureCollection", "features": features}


def create(name: str) -> Dash:
    """Return the opponent's page for one boundary file."""
    shapes = geojson(name)
    codes = [feature["id"] for feature in shapes["features"]]
    observations = pd.read_parquet(
        RELEASE / "observations.parquet",
        columns=["indicator", "area_code", "period_end", "value"],
        filters=[("area_code", "in", codes)],
    )
    latest = observations.sort_values("period_end").groupby(["indicator", "area_code"]).value.last()

    def values(indicator: str) -> list[float | None]:
        column = latest[indicator].reindex(codes).round(1)
        return column.astype(object).where(column.notna(), None).tolist()

    scale = [[k / 5 + step, colour] for k, colour in enumerate(COLOURS) for step in (0, 0.2)]
    figure = go.Figure(
        go.Choropleth(
            geojson=shapes,
            locations=codes,
            z=values("low_income_bhc_relative"),
            colorscale=scale,
            marker_line_width=0.7,
        )
    )
    figure.update_geos(fitbounds="locations", visible=False)
    figure.update_layout(margin=dict.fromkeys("lrtb", 0), height=600)
    app = Dash(__name__)
    graph = dcc.Graph(id="graph", figure=figure, config={"topojsonURL": "/outlines/"})
    app.layout = html.Div([dcc.Store(id="pick"), graph])

    @app.server.get("/outlines/<name>")
    def outlines(name: str) -> dict:
        """Give Plotly an empty world, which it would fetch from a third party otherwise."""
        layers = ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
        empty = {"type": "GeometryCollection", "geometries": []}
        return {"type": "Topology", "arcs": [], "objects": dict.fromkeys(layers, empty)}

    @app.callback(Output("graph", "figure"), Input("pick", "data"), prevent_initial_call=True)
    def recolour(indicator: str) -> Patch:
        patch = Patch()
        patch["data"][0]["z"] = values(indicator)
        return patch

    return app


server = create(os.environ["OPPONENT_AREAS"]).server if "OPPONENT_AREAS" in os.environ else None
