"""How long a change of indicator takes until the map shows it, ours and Plotly's in turn."""

from __future__ import annotations

from statistics import median

from playwright.sync_api import Browser, Page

from benchmarks.browser import PAINTED
from benchmarks.result import Row, at_most, spread
from benchmarks.servers import free_port, gunicorn

ROUNDS = 7
DRAWN = """
requestAnimationFrame(() => {
  const {port1, port2} = new MessageChannel();
  port1.onmessage = () => done(performance.now() - started);
  port2.postMessage(null);
});
"""
INDICATORS = ("imd_score", "low_income_bhc_relative")

#: From the choice of another indicator, as every control makes it, until the frame that shows it is
#: drawn: a message sent in the frame's callback is heard right after it.
OURS = """
indicator => new Promise((done, fail) => {
  setTimeout(() => fail(new Error('no repaint within 60 s')), 60000);
  const started = performance.now();
  const status = document.querySelector('#map-status');
  const before = status.textContent;
  const watch = new MutationObserver(() => {
    if (status.textContent === before || !status.textContent.includes('coloured')) return;
    watch.disconnect();
    DRAWN
  });
  watch.observe(status, {subtree: true, childList: true, characterData: true});
  window.atlas.explorer.go({search: '?i=' + indicator});
})
"""
PLOTLYS = """
indicator => new Promise((done, fail) => {
  setTimeout(() => fail(new Error('no repaint within 60 s')), 60000);
  const graph = document.querySelector('.js-plotly-plot');
  const started = performance.now();
  graph.once('plotly_afterplot', () => { DRAWN });
  window.dash_clientside.set_props('pick', {data: indicator});
})
"""


def measure(browser: Browser, base: str) -> list[Row]:
    """Return the ratio of our repaint to Plotly's, for a council and for England's wards."""
    rows = []
    for name, areas, path, limit in (
        ("council", "E08000025", "/area/E08000025", 0.6),
        ("England's wards", "england-ward", "/", 0.25),
    ):
        port = free_port()
        with gunicorn("benchmarks.opponent:server", port, "/", OPPONENT_AREAS=areas):
            ours, theirs = _in_turn(
                browser, base + path, f"http://127.0.0.1:{port}/", wards=path == "/"
            )
        ratio = median(a / b for a, b in zip(ours, theirs, strict=True))
        rows += [
            at_most(f"repaint, {name}, ours ÷ Plotly's", ratio, limit, "", decimals=2),
            Row(f"repaint, {name}, ours", spread(ours)),
            Row(f"repaint, {name}, Plotly's Choropleth with Patch", spread(theirs)),
        ]
    return rows


def _in_turn(
    browser: Browser, ours: str, theirs: str, *, wards: bool
) -> tuple[list[float], list[float]]:
    a, b = _page(browser, ours), _page(browser, theirs)
    a.wait_for_selector(PAINTED, state="attached", timeout=60_000)
    if wards:
        a.click("[data-areas=ward]")
        a.wait_for_function(
            "document.querySelectorAll('#map svg path').length > 6000", timeout=60_000
        )
    b.wait_for_selector(".js-plotly-plot .choroplethlayer path", state="attached", timeout=120_000)
    a.wait_for_timeout(3000)
    times: tuple[list[float], list[float]] = ([], [])
    for k in range(ROUNDS + 1):
        pair = []
        for page, script in ((a, OURS), (b, PLOTLYS)):
            page.bring_to_front()  # a page behind another draws no frames
            pair.append(page.evaluate(script.replace("DRAWN", DRAWN), INDICATORS[k % 2]))
        a.wait_for_timeout(1500)  # the charts that follow the map are not part of it
        if k:  # the first round is a warm-up
            times[0].append(pair[0])
            times[1].append(pair[1])
    a.context.close()
    b.context.close()
    return times


def _page(browser: Browser, url: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True).new_page()
    page.goto(url)
    return page
