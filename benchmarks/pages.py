"""What the other pages weigh, and what the server spends on each callback, file and report."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from playwright.sync_api import Browser

from benchmarks.browser import Traffic
from benchmarks.result import Row

ROUNDS = 7
VISITORS = 10

#: Page, and what stands when a reader can begin.
SHOWN = {
    "explorer": ("/area/E08000025", "#map path.q1, #map path.q5"),
    "ward profile": ("/ward/E05011120", "table.spine"),
    "need against access": ("/compare?lad=E08000025", "#bivariate .map-svg.has-figures"),
    "areas side by side": ("/compare?areas=E08000025,E06000016,E92000001", "table.areas"),
}

#: Addresses whose callback draws the page, then the same page with another state.
DRAWN = {
    "home": ("/", "", None),
    "explorer": ("/area/E08000025", "", None),
    "explorer, another indicator": ("/area/E08000025", "?i=imd_score", "/area/E08000025"),
    "ward profile": ("/ward/E05011120", "", None),
    "need against access": ("/compare", "?lad=E08000025", None),
    "areas side by side": ("/compare", "?areas=E08000025,E06000016,E92000001", None),
    "data": ("/data", "", None),
}

#: What is built on request; reports begin with a word of their own in the table.
FILES = {
    "table as CSV": "/area/E08000025/table.csv",
    "table as XLSX": "/area/E08000025/table.xlsx",
    "comparison as CSV": "/compare/table.csv?lad=E08000025",
    "API, one page of observations": "/api/v1/indicators/imd_score/observations?level=ward",
    "council report, slides": "/area/E08000025/report.pptx",
    "council report, page": "/area/E08000025/report",
    "ward report, slides": "/ward/E05011120/report.pptx",
    "ward report, page": "/ward/E05011120/report",
}


def measure(browser: Browser, base: str) -> list[Row]:
    """Return bytes, requests and times of pages, callbacks and files, and ten visitors' errors."""
    return [*_weights(browser, base), *_callbacks(base), *_files(base), *_visitors(base)]


def _weights(browser: Browser, base: str) -> list[Row]:
    """Open each page with an empty cache, in turn; times are given against the explorer's."""
    times: dict[str, list[float]] = {name: [] for name in SHOWN}
    sizes: dict[str, tuple[int, int]] = {}
    for _ in range(3):
        for name, (path, ready) in SHOWN.items():
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            page = context.new_page()
            traffic = Traffic(page)
            page.goto(base + path)
            page.locator(ready).first.wait_for(state="attached")
            times[name].append(page.evaluate("performance.now()"))
            page.wait_for_load_state("networkidle")
            now = page.evaluate("Date.now()")
            sizes[name] = traffic.until(now)[:2]
            context.close()
    first = median(times["explorer"])
    rows = []
    for name in SHOWN:
        count, size = sizes[name]
        share = median(times[name]) / first
        rows.append(
            Row(
                f"{name}: fetched until it rests; time to read ÷ explorer's",
                f"{size / 1000:,.0f} KB, {count} requests; {share:.2f}",
            )
        )
    return rows


def _callbacks(base: str) -> list[Row]:
    return [
        Row(f"server, callback: {name}", _timed(_drawing(base, *address)))
        for name, address in DRAWN.items()
    ]


def _files(base: str) -> list[Row]:
    rows = []
    for name, path in FILES.items():
        request = urllib.request.Request(base + path)
        try:
            said = _timed(request)
        except urllib.error.HTTPError as error:
            said = f"answers {error.code}"
        rows.append(Row(f"server, {name}", said))
    return rows


def _timed(request: urllib.request.Request) -> str:
    """Return the first answer, which may have to be made, and the median of those that follow."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        urllib.request.urlopen(request, timeout=120).read()
        took.append((time.perf_counter() - began) * 1000)
    return f"first {took[0]:,.0f} ms, then {median(took[1:]):,.1f} ms"


def _drawing(base: str, path: str, search: str, before: str | None) -> urllib.request.Request:
    """Return the request by which a browser asks for the page of an address."""
    outputs = ["main.children", "main.className", "site-nav.children", "header-search.hidden"]
    wanted = next(
        item
        for item in json.load(urllib.request.urlopen(f"{base}/_dash-dependencies"))
        if all(part in item["output"] for part in outputs)
    )
    asked = {"url.pathname": path, "url.search": search}
    standing = {"rendered.data": {"path": before} if before else None}
    ids = [part.rsplit(".", 1) for part in wanted["output"].strip(".").split("...")]
    body = {
        "output": wanted["output"],
        "outputs": [{"id": name, "property": prop} for name, prop in ids],
        "inputs": [part | {"value": asked[_key(part)]} for part in wanted["inputs"]],
        "state": [part | {"value": standing.get(_key(part))} for part in wanted["state"]],
        "changedPropIds": list(asked),
    }
    return urllib.request.Request(
        f"{base}/_dash-update-component",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )


def _key(part: dict[str, str]) -> str:
    return f"{part['id']}.{part['property']}"


def _visitors(base: str) -> list[Row]:
    """Let ten visitors walk every page, callback and file at once, each beginning elsewhere."""
    pages = [path for path, _ in SHOWN.values()]
    walk: list[str | urllib.request.Request] = [
        *(base + path for path in (*pages, "/", "/data", "/about", "/accessibility")),
        *(_drawing(base, *address) for address in DRAWN.values()),
        *(base + path for path in FILES.values()),
    ]

    def visit(start: int) -> Counter[str]:
        return Counter(_status(walk[(start * 3 + step) % len(walk)]) for step in range(len(walk)))

    with ThreadPoolExecutor(VISITORS) as pool:
        seen = sum(pool.map(visit, range(VISITORS)), Counter())
    bad = {status: number for status, number in seen.items() if not status.startswith("2")}
    said = ", ".join(f"{number} × {status}" for status, number in bad.items())
    what = f"{VISITORS} visitors at once, answers other than 2xx (of {seen.total()})"
    return [Row(what, said or "0", "0", not bad)]


def _status(request: str | urllib.request.Request) -> str:
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            answer.read()
            return str(answer.status)
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.url.split('/', 3)[3][:40]}"
    except OSError as error:
        return f"no answer ({error})"
