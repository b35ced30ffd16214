"""The only reader of a release at serving time: a prepared folder, without pandas or numpy.

``app.prepare`` lays every indicator out as dense blocks, one a level: period by period, each in the
order of the level's area codes. A figure is then one multiplication and one read away, from the
system's file cache, which all workers share and none holds as its own.
"""

from __future__ import annotations

import json
import os
import struct
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.postcodes import Postcodes
from app.records import (
    Area,
    Coverage,
    Observation,
    Period,
    areas_of,
    block_of,
    finest_of,
    indicator_of,
)
from etl.registry import COUNCIL_ONLY, ENGLAND, LEVELS, Indicator, Level

FORMAT = 4
"""Version of the prepared folder that this reader understands."""

FLOAT_COLUMNS = ("value", "lower", "upper", "numerator", "denominator")
CODE_COLUMNS = ("marker", "method", "benchmark", "quintile", "trend")
ROW = struct.Struct("<5d5B3x")
"""A row as it lies on disk: the float columns, the code columns, and three bytes of nothing."""

MARKER = len(FLOAT_COLUMNS)
"""Place of the marker in a row."""

NO_ROW = 255
"""In the marker column: the release has no row for this area and period."""

DOUBLE = 8


class Release:
    """A prepared release. Look-ups take microseconds; unknown ids and codes raise ``KeyError``."""

    def __init__(self, prepared: Path) -> None:
        """Open the folder that ``app.prepare`` made; ``ValueError`` when it is of another
        format.
        """
        arrays = prepared / "arrays"
        index = json.loads((arrays / "index.json").read_text("utf-8"))
        if index["format"] != FORMAT:
            raise ValueError(f"{prepared} has format {index['format']}; this reader needs {FORMAT}")
        self.prepared = prepared
        self.www = prepared / "www"
        self.manifest: dict[str, Any] = index["manifest"]
        self.id: str = self.manifest["release_id"]
        self.ward_vintage: str = self.manifest["ward_vintage"]
        self.indicators = {record["id"]: indicator_of(record) for record in index["indicators"]}
        self.neighbourhoods = {
            record["id"]: finest_of(record["neighbourhoods"])
            for record in index["indicators"]
            if record.get("neighbourhoods")
        }
        """Indicator id → what it has for neighbourhoods, of those that have anything."""
        self.areas, self._position = areas_of(index["areas"])
        self._size = {level: len(index["areas"][level]["code"]) for level in LEVELS}
        self._wards: dict[str, list[Area]] = {}
        for area in self.areas.values():
            if area.level == "ward" and area.lad_code:
                self._wards.setdefault(area.lad_code, []).append(area)
        self._blocks = {
            (indicator, level): block_of(entry)
            for indicator, levels in index["blocks"].items()
            for level, entry in levels.items()
        }
        self._rows = os.open(arrays / "rows.bin", os.O_RDONLY)
        self._markers = os.open(arrays / "marker.u8", os.O_RDONLY)
        self._values = os.open(arrays / "value.f64", os.O_RDONLY)
        self._words: list[list[Any]] = [index["words"][name] for name in CODE_COLUMNS]
        self._postcodes = Postcodes(arrays)
        self._ward_codes: list[str] = index["areas"]["ward"]["code"]

    # Areas

    @property
    def england(self) -> Area:
        """Return England."""
        return self.areas[ENGLAND]

    def at_level(self, level: Level) -> list[Area]:
        """Return the areas of a level in code order, which is the order of every values list."""
        return [area for area in self.areas.values() if area.level == level]

    def councils(self) -> list[Area]:
        """Return the councils (districts and unitaries) in code order."""
        return self.at_level("lad")

    def wards(self, lad_code: str) -> list[Area]:
        """Return a council's wards in code order; none for an unknown council."""
        return list(self._wards.get(lad_code, ()))

    def postcode(self, text: str) -> tuple[str, str] | None:
        """Return the ward and council codes of a postcode, however it is spaced; None when it is
        not in England.
        """
        place = self._postcodes.ward(text)
        ward = None if place is None else self.areas[self._ward_codes[place]]
        return (ward.code, ward.lad_code) if ward and ward.lad_code else None

    # Figures

    def coverage(self, indicator_id: str, level: Level) -> Coverage | None:
        """Return the periods and class breaks that all of England has of an indicator at a level;
        None when it has none there.
        """
        block = self._blocks.get((indicator_id, level))
        return block.coverage if block else None

    def finest(self, indicator_id: str) -> tuple[Level | None, Coverage | None]:
        """Return the smallest areas that an indicator has figures for all over England, and its
        coverage there: what some councils gave of their own wards is not of England.
        """
        for level in LEVELS:
            found = self.coverage(indicator_id, level)
            if found is not None and found.councils is None:
                return level, found
        return None, None

    def ward_coverage(self, indicator_id: str, lad: str | None) -> Coverage | None:
        """Return what an indicator has for the wards of a council, or of all England for None.

        Every view asks this, not ``coverage``, whether it shows wards: what some councils gave of
        their own wards is council-level for all others, and a period of some councils is theirs.
        """
        found = self.coverage(indicator_id, "ward")
        if found is None or found.councils is None or lad in found.councils:
            return found and found.of(lad)
        return None

    def told_of(self, indicator_id: str, lad: str) -> Indicator:
        """Return an indicator as it is told of one council: with what must be known there alone.

        Where a council gave figures of its own wards, its note stands for what is said of councils
        whose wards have none.
        """
        item = self.indicators[indicator_id]
        found = self.coverage(indicator_id, "ward")
        if found is None or lad not in (found.councils or ()):
            return item
        caveats = [one for one in item.caveats if not one.startswith(COUNCIL_ONLY)]
        whole = self.areas[lad]
        notes = [found.notes[code] for code in (lad, whole.utla_code or "") if code in found.notes]
        return replace(item, caveats=tuple(dict.fromkeys([*caveats, *notes])))

    def councils_with(self, period: Period) -> int:
        """Return how many councils have a period: counties, and districts that are in none."""
        return len({self.areas[lad].utla_code for lad in period.councils or ()})

    def holder(self, indicator_id: str, area_code: str) -> Area | None:
        """Return the area whose figure stands for this one: itself, else its council, else its
        county.

        A ward of an indicator published by council is held by its council; a district of one
        published by county, by its county. None when nobody publishes it.
        """
        area: Area | None = self.areas[area_code]
        if area.level == "ward" and self.ward_coverage(indicator_id, area.lad_code):
            return area
        if area.level == "ward":
            area = self.areas.get(area.lad_code or "")
        if area is None or self._has_rows(indicator_id, area):
            return area
        county = self.areas.get(area.utla_code or "")
        if county and county.level == "utla" and self._has_rows(indicator_id, county):
            return county
        return None

    def _has_rows(self, indicator_id: str, area: Area) -> bool:
        return any(
            self._read(indicator_id, area.code, cell, period)
            for cell, period in self._cells(indicator_id, area)
        )

    def _cells(self, indicator_id: str, area: Area) -> list[tuple[int, Period]]:
        """Return the place of an area's figures in the columns, oldest first."""
        block = self._blocks.get((indicator_id, area.level))
        if block is None:
            return []
        size, first = self._size[area.level], block.offset + self._position[area.code]
        return [(first + size * n, period) for n, period in enumerate(block.periods)]

    def observation(self, indicator_id: str, area_code: str, period: str) -> Observation | None:
        """Return the figure of an area and period label; None when the release has no such row."""
        area = self.areas[area_code]
        block = self._blocks.get((indicator_id, area.level))
        if block is None or period not in block.position:
            return None
        place = block.position[period]
        cell = block.offset + self._size[area.level] * place + self._position[area_code]
        return self._read(indicator_id, area_code, cell, block.periods[place])

    def series(self, indicator_id: str, area_code: str) -> list[Observation]:
        """Return an area's figures, oldest first, as they run all over England.

        Periods without a row are left out, and so are those that only some councils have: nothing
        could be set beside them.
        """
        area = self.areas[area_code]
        rows = (
            self._read(indicator_id, area_code, cell, period)
            for cell, period in self._cells(indicator_id, area)
            if period.councils is None
        )
        return [row for row in rows if row is not None]

    def column(
        self, indicator_id: str, codes: Iterable[str], period: str
    ) -> list[Observation | None]:
        """Return the figures of several areas for one period label, in the order of ``codes``."""
        return [self.observation(indicator_id, code, period) for code in codes]

    def values(self, indicator_id: str, level: Level, period: str) -> Sequence[float]:
        """Return the values of a whole level in code order (see ``at_level``), NaN where there is
        none.

        Empty when the indicator has no such period at this level. For ranks and distributions,
        where making an ``Observation`` of every ward would be slow.
        """
        block = self._blocks.get((indicator_id, level))
        if block is None or period not in block.position:
            return ()
        start = block.offset + self._size[level] * block.position[period]
        wide = DOUBLE * self._size[level]
        return array("d", os.pread(self._values, wide, DOUBLE * start))

    def markers(self, indicator_id: str, level: Level, period: str) -> bytes:
        """Return a byte for each area of a level in code order: ``NO_ROW`` where there is no row.

        Empty when the indicator has no such period at this level. For counting rows without
        reading them.
        """
        block = self._blocks.get((indicator_id, level))
        if block is None or period not in block.position:
            return b""
        start = block.offset + self._size[level] * block.position[period]
        return os.pread(self._markers, self._size[level], start)

    def _read(
        self, indicator_id: str, area_code: str, cell: int, period: Period
    ) -> Observation | None:
        row = ROW.unpack(os.pread(self._rows, ROW.size, ROW.size * cell))
        if row[MARKER] == NO_ROW:
            return None
        value, lower, upper, numerator, denominator = (
            None if number != number else number  # NaN differs from itself
            for number in row[:MARKER]
        )
        marker, method, benchmark, quintile, trend = (
            known[code] for known, code in zip(self._words, row[MARKER:], strict=True)
        )
        return Observation(
            indicator=indicator_id,
            area_code=area_code,
            period=period.label,
            period_end=period.end,
            value=value,
            lower=lower,
            upper=upper,
            numerator=numerator,
            denominator=denominator,
            marker=marker,
            method=method,
            benchmark=benchmark,
            quintile=quintile,
            trend=trend,
        )

    # Provenance

    def sources(self, indicator_id: str) -> list[dict[str, Any]]:
        """Return the manifest's entries of an indicator's sources, the main one first."""
        by_id = {source["id"]: source for source in self.manifest["sources"]}
        return [by_id[name] for name in self.indicators[indicator_id].sources if name in by_id]
