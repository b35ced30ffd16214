"""``docs/validation.md``: the embedded release held against every official figure at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from etl.errors import UsageError

NAME = "validation.md"
NOTICE = "<!-- By `python -m etl docs`, from the embedded release's manifest.json. -->"
HEADINGS = ("check", "held against", "largest difference", "allowed", "verdict")


def read_manifest(release: Path) -> dict[str, Any]:
    """Return the manifest of a release; ``UsageError`` when ``release`` is none."""
    path = release / "manifest.json"
    if not path.is_file():
        raise UsageError(f"{release}: is not a release: it has no manifest.json")
    return json.loads(path.read_text(encoding="utf-8"))


def page(manifest: dict[str, Any]) -> str:
    """Return the page: every check of the build with its difference, and what no ward holds."""
    checks = manifest["checks"]
    exact = sum(check["largest_difference"] == 0 for check in checks)
    parts = [
        NOTICE,
        "# Validation",
        f"Release `{manifest['release_id']}`, wards of {manifest['ward_vintage']}. A build holds "
        "its figures against what publishers give for the same areas, and stops when a difference "
        f"is larger than allowed. Of {len(checks)} checks {exact} agree exactly. Why a difference "
        "is allowed stands beside its constant in `etl/checks*.py`.",
        _table(checks),
        *_exceptions(checks),
        "## What was compared",
        "\n".join(f"- **{check['name']}**: {check['detail']}" for check in checks),
        "## What is in no ward, and what was carried between vintages",
        "\n".join(f"- {_words(fact)}: {value:,}" for fact, value in manifest["facts"].items()),
        "## That a mistake is found",
        "`tests/etl/test_mutations.py` damages small official files (a shifted column, a doubled "
        "row, a swapped code, percentages as fractions, a dropped marker) and names what refuses "
        "each of them. A source that changes its shape from one release to the next is kept out "
        "until a person has looked: `etl/drift.py` has the thresholds. Every row of every table is "
        "held to the contract by the build itself and by `python -m etl check`, whole columns at a "
        "time (pandera). Frictionless reads row by row, too slow for millions: the tests let it "
        "validate the first 5,000 rows of each table against `datapackage.json`, and all rows of a "
        "small release.",
    ]
    return "\n\n".join(parts) + "\n"


def _table(checks: list[dict[str, Any]]) -> str:
    lines = [f"| {' | '.join(HEADINGS)} |", "|---|---|--:|--:|---|"]
    for check in checks:
        allowed = "" if check["tolerance"] is None else f"{check['tolerance']:.4g}"
        verdict = "passed" if check["passed"] else "**failed**"
        difference = f"{check['largest_difference']:.4g}"
        cells = (check["name"], check["expected"], difference, allowed, verdict)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _exceptions(checks: list[dict[str, Any]]) -> list[str]:
    """Return the declared differences that are larger than their check allows, one a line."""
    declared = [
        f"- {check['name']}: {one['name']} (`{one['area']}`), `{one['measure']}` {one['period']}: "
        f"{one['difference']:+g}, where {check['tolerance']:g} is allowed; {one['reason']}."
        for check in checks
        for one in check.get("exceptions", ())
    ]
    if not declared:
        return []
    words = (
        "Larger than their check allows, declared one by one in `etl/differences.toml`. One of "
        "another size, or one that is there no longer, stops the build."
    )
    return ["## Declared differences", words, "\n".join(declared)]


def _words(fact: str) -> str:
    return fact.replace("_", " ")


def write(folder: Path, release: Path) -> Path:
    """Write the page of ``release`` into ``folder`` and return its path."""
    path = folder / NAME
    path.write_text(page(read_manifest(release)), encoding="utf-8")
    return path
