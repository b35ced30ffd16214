"""Observations by the page: counted and found without reading those before or after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.release import NO_ROW, Area, Observation, Release
from etl.registry import LEVELS, Level

LATEST = "latest"
_NO_ROW = bytes([NO_ROW])


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring areas of one level, for one indicator and period."""

    indicator: str
    level: Level
    period: str
    start: int
    stop: int


class Rows:
    """The observations of a release, in the order of indicator, level, period and area code."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.areas: dict[Level, tuple[Area, ...]] = {
            level: tuple(release.at_level(level)) for level in LEVELS
        }
        self._all = {level: ((0, len(areas)),) for level, areas in self.areas.items()}

    def inside(self, outer: Area | None, level: Level) -> list[Area]:
        """Return the areas of a level in code order: those in another, or it; all for None."""
        return [area for area in self.areas[level] if outer is None or lies_in(area, outer)]

    def select(
        self,
        indicators: Iterable[str],
        levels: Iterable[Level],
        *,
        within: Area | None = None,
        period: str | None = None,
    ) -> list[Run]:
        """Return where the rows lie. ``period`` is a slug, or ``latest``; all periods without."""
        spans: dict[Level, Sequence[tuple[int, int]]] = {
            level: self._spans(within, level) for level in levels
        }
        return [
            Run(indicator, level, label, start, stop)
            for indicator in indicators
            for level, found in spans.items()
            if found
            for label in self._periods(indicator, level, period)
            for start, stop in found
        ]

    def count(self, runs: Iterable[Run]) -> int:
        """Return how many rows there are."""
        return sum(self._count(run) for run in runs)

    def page(self, runs: Sequence[Run], offset: int, limit: int) -> list[Observation]:
        """Return at most ``limit`` rows after the first ``offset``."""
        found: list[Observation] = []
        for run in runs:
            if len(found) == limit:
                break
            held = self._count(run)
            if offset >= held:
                offset -= held
                continue
            for row in self._read(run):
                if offset:
                    offset -= 1
                    continue
                found.append(row)
                if len(found) == limit:
                    break
        return found

    def stream(self, runs: Iterable[Run]) -> Iterator[Observation]:
        """Yield every row."""
        for run in runs:
            yield from self._read(run)

    def _count(self, run: Run) -> int:
        markers = self.release.markers(run.indicator, run.level, run.period)
        return run.stop - run.start - bytes(markers[run.start : run.stop]).count(_NO_ROW)

    def _read(self, run: Run) -> Iterator[Observation]:
        for area in self.areas[run.level][run.start : run.stop]:
            row = self.release.observation(run.indicator, area.code, run.period)
            if row is not None:
                yield row

    def _periods(self, indicator: str, level: Level, period: str | None) -> list[str]:
        coverage = self.release.coverage(indicator, level)
        if coverage is None:
            return []
        if period is None:
            return [entry.label for entry in coverage.every]
        found = next(
            (entry for entry in coverage.every if entry.slug == period),
            coverage.latest if period == LATEST else None,
        )
        return [found.label] if found else []

    def _spans(self, outer: Area | None, level: Level) -> Sequence[tuple[int, int]]:
        """Return the unbroken stretches of a level that lie in an area."""
        if outer is None or outer.level == "country":
            return self._all[level]
        spans: list[tuple[int, int]] = []
        for place, area in enumerate(self.areas[level]):
            if not lies_in(area, outer):
                continue
            if spans and spans[-1][1] == place:
                spans[-1] = (spans[-1][0], place + 1)
            else:
                spans.append((place, place + 1))
        return spans


def lies_in(area: Area, outer: Area) -> bool:
    """Tell whether an area lies in another, or is it."""
    if area is outer or outer.level == "country":
        return True
    holder = {
        "lad": area.lad_code if area.level == "ward" else None,
        "utla": area.utla_code,
        "region": area.region_code,
    }.get(outer.level)
    return holder == outer.code
