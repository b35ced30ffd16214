"""A site of one page and a made-up England, small enough to check by eye, for the scripts alone.

Testham's nine wards stand in rows of three, a kilometre square each, the first row in the south:

    G H I
    D E F
    A B C
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

Open = Callable[..., Page]

HERE = Path(__file__).parent
ASSETS = HERE.parents[2] / "assets"
CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'none'"
)
TESTHAM = "E08000099"
WARDS = {f"E0509900{n}": f"Ward {letter}" for n, letter in enumerate("ABCDEFGHI", start=1)}
COUNCILS = {
    "E06000098": "Westbury",
    TESTHAM: "Testham",
    "E09000001": "Old Borough",
    "E09000002": "New Borough",
}
AREA = f"/area/{TESTHAM}"
LOW, LATER = "low_income_bhc_relative", "imd_score"
OWN, OTHERS = "asq_communication", "asq_fine_motor"
"""By ward in one council alone: Testham, and Westbury."""
VALUES = [5, 15, 25, 35, 45, None, 65, 75, 85]
BREAKS = [10, 20, 30, 40]


def grid(names: dict[str, str], columns: int, size: int = 1000) -> dict[str, Any]:
    """Return a boundary file of squares that share their edges, in rows from the south."""
    arcs: list[list[list[int]]] = []
    known: dict[tuple[int, int, int, int], int] = {}

    def edge(x0: int, y0: int, x1: int, y1: int) -> int:
        if (x1, y1, x0, y0) in known:
            return ~known[x1, y1, x0, y0]
        known[x0, y0, x1, y1] = len(arcs)
        arcs.append([[x0, y0], [x1 - x0, y1 - y0]])
        return len(arcs) - 1

    shapes = []
    for place, (code, name) in enumerate(names.items()):
        x, y = place % columns * size, place // columns * size
        ring = [
            edge(x, y, x + size, y),
            edge(x + size, y, x + size, y + size),
            edge(x + size, y + size, x, y + size),
            edge(x, y + size, x, y),
        ]
        at = [x + size // 2, y + size // 2]
        shapes.append(
            {
                "type": "Polygon",
                "id": code,
                "properties": {"name": name, "at": at},
                "arcs": [ring],
            }
        )
    used = [arc for shape in shapes for arc in shape["arcs"][0]]
    outer = [arc for arc in used if ~arc not in used]
    rows = -(-len(names) // columns)
    return {
        "type": "Topology",
        "crs": "EPSG:27700",
        "bbox": [400000, 300000, 400000 + columns * size, 300000 + rows * size],
        "transform": {"scale": [1, 1], "translate": [400000, 300000]},
        "objects": {
            "areas": {"type": "GeometryCollection", "geometries": shapes},
            "outline": {"type": "MultiLineString", "arcs": [outer]},
            "context": {"type": "GeometryCollection", "geometries": []},
        },
        "arcs": arcs,
    }


def figures(
    period: str, values: list[float | None], breaks: list[float] | None, **more: Any
) -> dict[str, Any]:
    """Return one period of a values file; a missing value is withheld for a small number."""
    known = [value for value in values if value is not None]
    england = sum(known) / len(known) if known else None
    return {
        "period": period,
        "value": values,
        "marker": {str(n): "low" for n, value in enumerate(values) if value is None},
        "benchmark": "".join(
            "." if value is None or england is None else "h" if value > england else "l"
            for value in values
        ),
        "quintile": "." * len(values),
        "england": england,
        "breaks": breaks,
    } | more


def indicator(name: str, title: str, coverage: dict[str, Any], unit: str = "%") -> dict[str, Any]:
    """Return an entry of ``indicators.json``."""
    return {
        "id": name,
        "title": title,
        "short_title": title,
        "unit": unit,
        "decimals": 1,
        "polarity": "lower_is_better",
        "quantity": "share",
        "benchmarked": True,
        "finest_level": "ward" if "ward" in coverage else "lad",
        "caveats": [],
        "source": "A publisher",
        "licence": "OGL",
        "coverage": coverage,
    }


def files() -> dict[str, Any]:
    """Return every file of the made-up release, by its address."""
    years = {"periods": ["2023/24", "2024/25"], "breaks": BREAKS}
    once = {"periods": ["2025"], "breaks": BREAKS}
    given = {"periods": ["2025"], "breaks": None}
    return {
        "indicators.json": {
            "release": "tiny",
            "vintage": "May 2024",
            "default": LOW,
            "indicators": [
                indicator(LOW, "Low income", {"ward": years, "lad": years}),
                indicator(LATER, "Deprivation", {"ward": once, "lad": once}, unit=""),
                indicator("gld", "Good development", {"lad": once}),
                indicator(OWN, "Talking", {"ward": given | {"councils": [TESTHAM]}, "lad": once}),
                indicator(
                    OTHERS, "Hands", {"ward": given | {"councils": ["E06000098"]}, "lad": once}
                ),
            ],
        },
        "search.json": {
            "councils": [[code, name, 9] for code, name in COUNCILS.items()],
            "wards": [
                ["E05000001", "Testing St Mary’s", 0],
                *([*ward, 1] for ward in WARDS.items()),
            ],
        },
        f"boundaries/{TESTHAM}.json": grid(WARDS, 3),
        "boundaries/england-lad.json": grid(COUNCILS, 2, 100000),
        f"values/{TESTHAM}.json": {
            "level": "ward",
            "areas": list(WARDS),
            "indicators": {
                LOW: figures("2024/25", VALUES, BREAKS, council=44.0),
                OWN: figures("2025", VALUES, None, council=44.0),
                LATER: figures(
                    "2025", [50, 40, 30, 20, 10, 0, 0, 0, 0], [0, 0, 10, 20], council=17
                ),
            },
        },
        f"values/{TESTHAM}/{LOW}.json": {
            "indicator": LOW,
            "periods": {"2023/24": figures("2023/24", VALUES[::-1], BREAKS, council=40.0)},
        },
        **{
            f"values/england-lad/{name}.json": {
                "level": "lad",
                "areas": list(COUNCILS),
                "indicator": name,
                "periods": {period: figures(period, [5, 25, 35, 95], BREAKS)},
            }
            for name, period in (
                (LOW, "2024/25"),
                ("gld", "2025"),
                (OWN, "2025"),
                (OTHERS, "2025"),
            )
        },
    }


def page(host: str) -> str:
    """Return the page with the scripts in the order in which Dash would give them."""
    styles = "".join(
        f'<link rel="stylesheet" href="/assets/{path.name}">'
        for path in sorted(ASSETS.glob("*.css"))
    )
    ours = [*sorted(ASSETS.glob("*.js")), *sorted(ASSETS.glob("share/*.js"))]
    scripts = "".join(
        f'<script src="/{path.relative_to(ASSETS.parent)}"></script>' for path in ours
    )
    body = (HERE / "tiny_page.html").read_text("utf-8").replace("{host}", host)
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Testham</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<link rel="icon" href="data:,"><meta name="atlas-release" content="tiny">{styles}</head>'
        f'<body>{body}{scripts}<script src="/start.js"></script></body></html>'
    )


@contextmanager
def served(broken: set[str]) -> Iterator[str]:
    """Serve the site on loopback and give its address; a file named in ``broken`` answers 503."""
    release = {f"/v/tiny/{name}": json.dumps(content) for name, content in files().items()}

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path in release:
                failed = path.removeprefix("/v/tiny/") in broken
                return self.answer(
                    "{}" if failed else release[path], "application/json", 503 if failed else 200
                )
            if path.startswith("/assets/"):
                kind = "text/css" if path.endswith(".css") else "text/javascript"
                return self.answer(
                    (ASSETS / path.removeprefix("/assets/")).read_text("utf-8"), kind
                )
            if path == "/start.js":
                return self.answer((HERE / "tiny_page.js").read_text("utf-8"), "text/javascript")
            host = (
                f'data-lad="{TESTHAM}" data-lad-name="Testham"'
                if path.startswith("/area")
                else 'data-level="england"'
            )
            return self.answer(page(host), "text/html")

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found = {
                "ward": {"code": "E05099005", "name": "Ward E"},
                "council": {"code": TESTHAM, "name": "Testham"},
                "url": f"{AREA}?w=E05099005",
            }
            live = asked == {"postcode": "TE5 7AB"}
            self.answer(json.dumps(found if live else {}), "application/json", 200 if live else 404)

        def answer(self, text: str, kind: str, status: int = 200) -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", CSP)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: a test's output is its own."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def settled(page: Page, times: int) -> None:
    """Wait until the map has been drawn so many times."""
    for _ in range(400):
        if page.evaluate("window.shown") >= times:
            return
        page.wait_for_timeout(10)
    raise AssertionError("the map was never drawn")
