"""From official files to a release in force: read, aggregate, check, publish; all or nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from etl import (
    area_ledger,
    boundaries,
    carry,
    checks,
    checks_census,
    checks_childcare,
    checks_domains,
    checks_eyfsp,
    checks_fingertips,
    checks_geography,
    checks_indices,
    checks_totals,
    describe,
    drift,
    ledger,
    neighbourhood_boundaries,
    neighbourhoods,
    postcodes,
    publish,
    quarantine,
    releases,
    steps,
    tables,
)
from etl import geography as geography_module
from etl.catalogue import Source, load, record
from etl.contract import (
    AREAS,
    LEDGER,
    NEIGHBOURHOOD_FIGURES,
    NEIGHBOURHOODS,
    NEIGHBOURS,
    OBSERVATIONS,
    require,
)
from etl.errors import ContractError, UsageError
from etl.executor import Executor, serial
from etl.facts import facts, ledger_facts, with_population
from etl.fingerprint import all_code
from etl.geography import Geography, read_geography
from etl.observations import coverage, in_release, observations
from etl.reading import joint_areas, read_measures, source_modules
from etl.registry import INDICATORS
from etl.schema import check_release
from etl.sources import dfe_councils, dfe_neighbours, ons_similar_areas
from etl.steps import Steps
from etl.vintages import RELEASE, Vintage

Progress = Callable[[str, float], None]
"""Called with what is being done and the share of the work that is behind it, 0 to 1."""

_POSTCODES, _READING, _AGGREGATING, _CHECKING_FIGURES, _DRAWING, _CHECKING = (
    0.05,
    0.3,
    0.4,
    0.5,
    0.55,
    0.9,
)
"""Share of the work behind each step as it begins, measured on all of England."""


@dataclass(frozen=True)
class Means:
    """What a build works with, and against: none of it is seen in a release.

    ``steps`` keeps what was made, ``work`` makes what was not, ``previous`` is the release in force
    and ``accept`` names the sources that may have another shape than they had in it.
    """

    steps: Steps
    work: Executor = serial
    previous: Path | None = None
    accept: frozenset[str] = frozenset()


def build(
    raw: Path,
    out: Path,
    progress: Progress = lambda doing, share: None,
    vintage: Vintage = RELEASE,
    *,
    cache: Path | None = None,
    work: Executor = serial,
    accept: Collection[str] = (),
) -> Path:
    """Build a release from the official files below ``raw`` and bring it into force in ``out``.

    ``vintage`` is the year of its wards. ``cache`` keeps what steps made for the next build, and
    ``work`` makes it. Returns ``out/<release_id>``; ``out/current`` then points at it, and all but
    the last releases are removed. The same files give the same release, byte for byte. Whatever
    goes wrong, the release in force stays; nothing is left behind but a note in ``out/quarantine``
    of each source that could not be read or has drifted, unless ``accept`` names it.

    Raises ``UsageError`` when ``raw`` is no directory, ``SourceError`` for a file, ``DriftError``
    for a source of another shape than before, ``CheckError`` for a figure that differs from its
    official total, ``ContractError`` when the result breaks the contract.
    """
    if not raw.is_dir():
        raise UsageError(
            f"{raw}: is not a directory with the official files; python -m etl fetch gets them"
        )
    with publish.workspace(out) as folder, _opened(cache) as kept:
        means = Means(kept, work, releases.in_force(out), frozenset(accept))
        with quarantine.noting(raw, out, means.previous):
            write_release(raw, folder, progress, vintage, means)
        progress("Checking the contract", _CHECKING)
        if broken := check_release(folder):
            raise ContractError("the release breaks its contract:\n" + "\n".join(broken))
        progress("Publishing", 1.0)
        release = publish.bring_into_force(folder, out)
    quarantine.empty(out)
    releases.prune(out)
    return release


@contextmanager
def _opened(cache: Path | None) -> Iterator[Steps]:
    with tempfile.TemporaryDirectory() as nowhere, steps.opened(cache or Path(nowhere)) as kept:
        yield kept


def write_release(
    raw: Path, folder: Path, progress: Progress, vintage: Vintage, means: Means
) -> None:
    """Write the release of the files below ``raw`` whole into ``folder``.

    One of the same files, made by the same code, is taken as it was kept.
    """
    catalogue = used_sources(load(), vintage)
    # Every file must be there before the first minute of work is spent.
    files = {
        f"{source.id} {name} {path.relative_to(raw)}": path
        for source in catalogue.values()
        for name, path in source.locate(raw).items()
    }
    fetched = {name: [of.url, of.retrieved, of.sha256] for name, of in ledger.read(raw).items()}
    key = means.steps.key(
        "release",
        files=files,
        geo=geographic_files(raw),
        fetched=fetched,
        vintage=vintage.name,
        code=all_code(),
    )
    means.steps.files(
        key, folder, lambda into: _compute(raw, into, progress, vintage, means, catalogue)
    )
    # What is kept may have been accepted once, and gone back on since.
    shapes, digests = drift.accepted_shapes(folder)
    drift.refuse(drift.changes(shapes, digests, means.previous, means.accept))


def _compute(
    raw: Path,
    folder: Path,
    progress: Progress,
    vintage: Vintage,
    means: Means,
    catalogue: dict[str, Source],
) -> None:
    progress("Reading the geography", 0.0)
    geography = read_geography(raw, vintage)
    progress("Placing every postcode in its ward", _POSTCODES)
    ground = {"geo": geographic_files(raw), "vintage": vintage.name}
    places = means.steps.table(
        means.steps.key("postcodes", **ground, code=postcodes),
        lambda: postcodes.postcodes(raw, vintage),
    )
    council_file = catalogue["dfe_councils"].locate(raw)["hierarchy"]
    councils = dfe_councils.parse(council_file, vintage.year)
    lookups = {
        "areas": geography.areas,
        "councils": councils,
        "ward_of": partial(postcodes.ward_of_postcodes, table=places),
    }
    code = [geography_module, postcodes, dfe_councils]
    lookups_key = means.steps.key("lookups", **ground, code=code)
    measures, rows = _measures(raw, geography, catalogue, lookups, lookups_key, progress, means)
    records = [record(source, raw, rows.get(source.id)) for source in catalogue.values()]
    shapes = drift.shapes(measures, rows, geography)
    files = {str(one["id"]): str(one["sha256"]) for one in records}
    drift.refuse(drift.changes(shapes, files, means.previous, means.accept))
    modules = source_modules(INDICATORS)
    carried = carry.to_vintage(
        measures,
        raw,
        vintage,
        modules=modules,
        rows=rows,
        areas=geography.areas,
        rated=carry.rates(INDICATORS),
    )
    measures = carried.measures
    lsoas = neighbourhoods.neighbourhoods(raw, geography)
    finest = neighbourhoods.figures(INDICATORS, measures, geography)
    progress("Aggregating to wards, councils, regions and England", _AGGREGATING)
    table = observations(
        INDICATORS, measures, geography, joint=joint_areas(modules), apportioned=carried.apportioned
    )
    changes = area_ledger.ledger(
        carried,
        geography,
        raw=raw,
        council_file=council_file,
        councils=councils,
        joint={name: joint_areas({name: module}) for name, module in modules.items()},
    )
    areas = with_population(area_ledger.with_notes(geography.areas, changes), table)
    require(OBSERVATIONS, table, of="observations")
    require(AREAS, areas, of="areas")
    progress("Checking against official totals", _CHECKING_FIGURES)
    results = [
        *checks.run(measures, table, geography, raw),
        *checks_census.run(measures, table, geography),
        *checks_indices.run(measures, table, raw),
        *checks_domains.run(raw),
        *checks_childcare.run(measures, raw, councils),
        *checks_eyfsp.run(measures),
        *checks_totals.run(measures, table, raw, councils),
        *checks_fingertips.run(measures, raw, geography.areas, councils),
        *checks_geography.run(raw, catalogue),
    ]
    checks.require_all(results)
    tables.write_tables(
        folder,
        areas=areas,
        observations=table,
        postcodes=places,
        neighbours=neighbours(raw, catalogue, areas, councils),
        ledger=require(LEDGER, changes, of="ledger"),
        neighbourhoods=require(NEIGHBOURHOODS, lsoas, of="neighbourhoods"),
        neighbourhood_figures=require(NEIGHBOURHOOD_FIGURES, finest, of="neighbourhood_figures"),
    )
    periods, finer = coverage(table, INDICATORS), neighbourhoods.coverage(finest, INDICATORS)
    describe.write_json(
        folder / "indicators.json",
        [
            in_release(indicator, periods[indicator.id]).as_record()
            | {"coverage": periods[indicator.id]}
            | ({"neighbourhoods": finer[indicator.id]} if indicator.id in finer else {})
            for indicator in INDICATORS
        ],
    )
    means.steps.files(
        means.steps.key("boundaries", **ground, code=boundaries),
        folder / "boundaries",
        lambda into: boundaries.write_boundaries(raw, into, partial(_drawing, progress), vintage),
    )
    drawn = means.steps.table(
        means.steps.key(
            "neighbourhood boundaries", **ground, code=[neighbourhood_boundaries, boundaries]
        ),
        lambda: neighbourhood_boundaries.drawn(raw, lsoas, folder / "boundaries"),
    )
    tables.write_table(folder, "neighbourhood_boundaries", drawn)
    describe.write_json(folder / drift.SHAPES, shapes)
    describe.describe(
        folder,
        sources=records,
        checks=[check.as_record() for check in results],
        facts=facts(measures) | ledger_facts(changes, carried),
        ward_vintage=vintage.name,
    )


def geographic_files(raw: Path) -> dict[str, Path]:
    """Return every file of geography by its place below ``raw``: small enough to count as one."""
    found = sorted(path for path in (raw / "geo").rglob("*") if path.is_file())
    return {path.relative_to(raw).as_posix(): path for path in found}


def used_sources(catalogue: dict[str, Source], vintage: Vintage = RELEASE) -> dict[str, Source]:
    """Return the sources that an indicator names, or that serve them all for a purpose.

    Those of wards of another vintage are left out.
    """
    named = {source for indicator in INDICATORS for source in indicator.sources}
    return {
        name: source
        for name, source in catalogue.items()
        if (name in named or source.purpose)
        and (not source.ward_vintages or vintage.name in source.ward_vintages)
    }


def neighbours(
    raw: Path, catalogue: dict[str, Source], areas: pd.DataFrame, councils: dfe_councils.Councils
) -> pd.DataFrame:
    """Return the councils most like each council in every set, sorted as a release is."""
    dfe = catalogue["dfe_neighbours"].locate(raw)["neighbours"]
    ons = catalogue["ons_similar_areas"].locate(raw)
    found = pd.concat(
        [
            dfe_neighbours.parse(dfe, councils=councils),
            ons_similar_areas.parse(ons, councils=councils, areas=areas),
        ]
    )
    found = found.sort_values(["set", "area_code", "rank"], ignore_index=True)
    return require(NEIGHBOURS, found, of="neighbours")


def _drawing(progress: Progress, done: int, total: int) -> None:
    share = _DRAWING + (_CHECKING - _DRAWING) * done / total
    progress(f"Drawing boundaries ({done} of {total})", share)


def _measures(
    raw: Path,
    geography: Geography,
    catalogue: dict[str, Source],
    lookups: Mapping[str, object],
    lookups_key: str,
    progress: Progress,
    means: Means,
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Read every source; see ``reading.read_measures``."""
    modules = source_modules(INDICATORS)
    progress(f"Reading {len(modules)} sources", _READING)
    done: list[str] = []

    def was_read(source: Source) -> None:
        done.append(source.id)
        share = _READING + (_AGGREGATING - _READING) * len(done) / len(modules)
        progress(f"Read {source.id} ({len(done)} of {len(modules)})", share)

    return read_measures(
        raw,
        modules,
        catalogue,
        lsoa11_shares=geography.lsoa11_shares,
        lookups=lookups,
        steps=means.steps,
        lookups_key=lookups_key,
        work=means.work,
        was_read=was_read,
    )
