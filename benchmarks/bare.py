"""A bare Dash app with one graph: what any Dash worker weighs before it does anything."""

from __future__ import annotations

import plotly.graph_objects as go
from dash import Dash, dcc

app = Dash(__name__)
app.layout = dcc.Graph(figure=go.Figure(go.Bar(x=["a"], y=[1])))
server = app.server
