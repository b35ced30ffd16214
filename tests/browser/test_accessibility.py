"""axe, structure, width and large text on every page in every state; a picture of each is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.audit import faults, faults_of_large_text
from tests.browser.states import STATES, State

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_page_is_accessible_and_fits(visit, artefacts: Path, state: State):
    """One page a state: as it comes, made as narrow as a phone, and with text twice as large."""
    page = visit(
        state.path, painted=False, bypass_csp=True, refused=state.refused, excused=state.excused
    )
    page.get_by_role("heading", level=1).wait_for()
    for selector in state.ready:
        page.locator(selector).first.wait_for(state="attached")
    state.act(page)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_load_state("networkidle")  # charts are drawn anew for the width
        page.screenshot(path=artefacts / f"{state.name}-{width}.png", full_page=True)
        assert faults(page) == [], f"at {width} px"
    page.set_viewport_size({"width": 1280, "height": 900})
    assert faults_of_large_text(page) == []
