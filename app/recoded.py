"""Codes that councils had in other years, and the councils they are in now: for whoever follows an
old link.

Only for messages. No figure is ever carried from one code to another here; the ETL does that where
areas nest.
"""

from __future__ import annotations

_FORMER_CODES: dict[str, tuple[str, ...]] = {
    "E06000057": ("E06000048",),  # Northumberland
    "E06000058": ("E06000028", "E06000029", "E07000048"),  # Bournemouth, Christchurch and Poole
    "E06000059": ("E07000049", "E07000050", "E07000051", "E07000052", "E07000053"),  # Dorset
    "E06000060": ("E07000004", "E07000005", "E07000006", "E07000007"),  # Buckinghamshire
    "E06000061": ("E07000150", "E07000152", "E07000153", "E07000156"),  # North Northamptonshire
    "E06000062": ("E07000151", "E07000154", "E07000155"),  # West Northamptonshire
    "E06000063": ("E07000026", "E07000028", "E07000029"),  # Cumberland
    "E06000064": ("E07000027", "E07000030", "E07000031"),  # Westmorland and Furness
    "E06000065": (
        "E07000163",
        "E07000164",
        "E07000165",
        "E07000166",
        "E07000167",
        "E07000168",
        "E07000169",
    ),  # North Yorkshire
    "E06000066": (
        "E07000187",
        "E07000188",
        "E07000189",
        "E07000190",
        "E07000191",
        "E07000246",
    ),  # Somerset
    "E07000240": ("E07000100",),  # St Albans
    "E07000241": ("E07000104",),  # Welwyn Hatfield
    "E07000242": ("E07000097",),  # East Hertfordshire
    "E07000243": ("E07000101",),  # Stevenage
    "E07000244": ("E07000205", "E07000206"),  # East Suffolk
    "E07000245": ("E07000201", "E07000204"),  # West Suffolk
    "E08000016": ("E08000038",),  # Barnsley
    "E08000019": ("E08000039",),  # Sheffield
    "E08000037": ("E08000020",),  # Gateshead
}
_FORMER_COUNTIES: dict[str, tuple[str, ...]] = {
    "E10000002": ("E06000060",),  # Buckinghamshire
    "E10000006": ("E06000063", "E06000064"),  # Cumbria
    "E10000009": ("E06000058", "E06000059"),  # Dorset
    "E10000021": ("E06000061", "E06000062"),  # Northamptonshire
    "E10000023": ("E06000065",),  # North Yorkshire
    "E10000027": ("E06000066",),  # Somerset
}

SUCCESSORS: dict[str, tuple[str, ...]] = {
    former: (council,) for council, codes in _FORMER_CODES.items() for former in codes
} | _FORMER_COUNTIES
"""A code of another year → the councils that hold the area in the release's vintage."""
