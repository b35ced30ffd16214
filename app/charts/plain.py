"""What every chart's layout has in common: our type and paper, and nothing to drag or to choose."""

from __future__ import annotations

from typing import Any

from app import theme


def layout(*, height: int, margin: dict[str, int], colour: str) -> dict[str, Any]:
    """Return the layout of a chart of ``height`` pixels, its words in ``colour``."""
    return {
        "height": height,
        "margin": margin,
        "font": {"family": theme.FONT, "size": theme.LABEL_SIZE, "color": colour},
        "paper_bgcolor": theme.PAPER,
        "plot_bgcolor": theme.PAPER,
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": theme.INK, "font": {"color": theme.PAPER, "size": 12}},
        "dragmode": False,
    }
