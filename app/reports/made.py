"""Which report an address has: of a council, of a ward, or of what ``/compare`` compares."""

from __future__ import annotations

from app.choices import Pair, Side
from app.release import Release
from app.reports import areas, council, need_access, ward
from app.reports.model import Report
from app.state import ViewState


def report_of(release: Release, state: ViewState, *, site: str) -> Report:
    """Return the report of a view; ``site`` is what its links begin with. A choice of areas has at
    least one.
    """
    if isinstance(state.compare, Pair):
        return need_access.report(release, state.compare, site=site)
    if isinstance(state.compare, Side):
        return areas.report(release, state.compare, site=site)
    build = ward.report if state.page == "ward" else council.report
    return build(release, state, site=site)
