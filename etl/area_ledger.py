"""The ledger of a release: every area whose figures were not simply taken for it, and why.

Areas of another year's codes, councils that were reorganised, councils published together, small
areas across a border. What came over unchanged has one row a source, with how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from etl.apportion import WardChange
from etl.carry import Carried
from etl.council_codes import RECODED, former_councils
from etl.geography import JOINT, NO_LSOA, Geography, irregular_moves
from etl.operands import Joint
from etl.registry import ENGLAND
from etl.sources.dfe_councils import Councils

COLUMNS = ("source", "area_code", "from_code", "from_name", "what", "share", "note")

BEST_FIT = "ons_lsoa_ward"
EXACT_FIT = "ons_lsoa11_lsoa21"
COUNCILS = "dfe_councils"

FROM_FORMER_WARDS = (
    "The ward is new. Figures that are published by older wards are estimates here, shared out by "
    "residents, and too rough for an interval or a verdict. They have this much of each former "
    "ward: "
)
NO_FORMER_WARD = "It shares residents with no former ward, so no figure can be shared out to it."
NO_NEW_WARD = "No neighbourhood (LSOA) of this former ward is in a new one: its figures are lost."
NO_SUCCESSOR = "No council of today has the area of this former one, so its figures are left out."


def ledger(
    carried: Carried,
    geography: Geography,
    *,
    raw: Path,
    council_file: Path,
    councils: Councils,
    joint: Mapping[str, Joint],
) -> pd.DataFrame:
    """Return the ledger: ``COLUMNS``, sorted by source, area, former code.

    ``joint`` is by source. ``area_code`` is an area of the release, ``from_code`` and ``from_name``
    what its figures came from, ``what`` one of ``etl.schema.CHANGES``. ``share`` is the part of the
    former area's figures that the area was given, null where nothing was.
    """
    rows = [
        *_wards(carried),
        *_districts(carried),
        *_councils(council_file, councils, raw, geography),
        *_joint(joint, geography),
        *_neighbourhoods(raw, geography),
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    texts = [name for name in COLUMNS if name != "share"]
    table = table.astype(dict.fromkeys(texts, "str") | {"share": "float64"})
    table = table.drop_duplicates(["source", "area_code", "from_code", "what"])
    return table.sort_values(["source", "area_code", "from_code", "what"], ignore_index=True)


def with_notes(areas: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """Say in the ``note`` of each new ward which former wards its estimated figures come from."""
    shared = ledger[(ledger["what"] == "apportioned") & ledger["from_code"].str.startswith("E05")]
    if shared.empty:
        return areas
    shared = shared.drop_duplicates(["area_code", "from_code"])
    shared = shared.sort_values(["area_code", "share", "from_code"], ascending=[True, False, True])
    former = shared["from_name"].fillna(shared["from_code"])
    parts = former + " (" + shared["share"].map("{:.0%}".format) + ")"
    said = parts.groupby(shared["area_code"]).agg(", ".join)
    fresh = areas["area_code"].map(FROM_FORMER_WARDS + said + ".")
    return areas.assign(note=areas["note"].where(areas["note"].notna(), fresh).astype("str"))


def _wards(carried: Carried) -> Iterator[tuple]:
    for source, change in carried.wards.items():
        names = carried.ward_names
        for row in change.shares.itertuples(index=False):
            code = str(row.from_code)
            yield source, row.area_code, code, names.get(code), "apportioned", row.share, None
        for code in sorted(change.bare):
            yield source, code, None, None, "lost", None, NO_FORMER_WARD
        for code in sorted(change.lost):
            yield source, ENGLAND, code, names.get(code), "lost", None, NO_NEW_WARD
        yield source, ENGLAND, None, None, "carried", None, _kept(change)


def _kept(change: WardChange) -> str:
    return f"{len(change.carried):,} wards kept their code and their published figures."


def _districts(carried: Carried) -> Iterator[tuple]:
    for row in carried.recoded.itertuples(index=False):
        yield row.source, row.area_code, row.from_code, row.from_name, "recoded", 1.0, RECODED


def _councils(
    council_file: Path, councils: Councils, raw: Path, geography: Geography
) -> Iterator[tuple]:
    """Upper-tier councils that were: those whose area one council has, and those divided."""
    lads = geography.areas[geography.areas["level"] == "lad"]
    for row in former_councils(raw, council_file, lads["area_code"]).itertuples(index=False):
        successor = councils.by_code.get(str(row.from_code))
        if successor == row.area_code and successor != row.from_code:
            yield COUNCILS, successor, row.from_code, row.from_name, "recoded", 1.0, RECODED
        elif successor is None:
            yield COUNCILS, row.area_code, row.from_code, row.from_name, "lost", None, NO_SUCCESSOR


def _joint(joint: Mapping[str, Joint], geography: Geography) -> Iterator[tuple]:
    names = geography.areas.set_index("area_code")["area_name"]
    pairs = {
        (source, *pair)
        for source, measures in joint.items()
        for areas in measures.values()
        for area, other in areas.items()
        for pair in ((area, other), (other, area))
    }
    for source, area, other in sorted(pairs):
        yield source, area, other, names.get(other), "joint", None, JOINT.get(area)


def _neighbourhoods(raw: Path, geography: Geography) -> Iterator[tuple]:
    areas = geography.areas.set_index("area_code")
    wards = areas[areas["level"] == "ward"]
    for ward in wards.index.difference(pd.Index(geography.lsoa_ward.unique())):
        yield BEST_FIT, ward, None, None, "lost", None, NO_LSOA
    council = geography.lsoa_ward.map(wards["lad_code"])
    own = geography.lsoa_lad.reindex(council.index)
    for lsoa in council.index[council != own]:
        there, here = areas["area_name"].loc[[own[lsoa], council[lsoa]]]
        note = f"It lies in {there}, and counts there for the council; by best fit it counts in "
        note += f"this ward of {here}."
        yield BEST_FIT, geography.lsoa_ward[lsoa], lsoa, None, "carried", 1.0, note
    for row in irregular_moves(raw).itertuples(index=False):
        note = f"Its boundary with its neighbours was redrawn: this part is now in {row.lsoa21}."
        at = geography.lsoa_ward[str(row.lsoa21)]
        yield EXACT_FIT, at, row.lsoa11, None, "apportioned", row.share, note
