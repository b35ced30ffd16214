"""The commands on releases: hold one to its contract, go back to one, compare two."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from etl.cli_options import add_releases
from etl.errors import ContractError, UsageError

if TYPE_CHECKING:
    import pandas as pd

    from etl.diff import Difference

_BIGGEST = 20

_CHECK_HELP = """\
Prints one line for each failure, and exits with 4 when there is any.

example:
  python -m etl check geodata
"""
_ROLLBACK_HELP = """\
The last three releases stay in OUT. The earlier one is checked against its manifest first, and
OUT/current then points at it in one step.

example:
  python -m etl rollback --out data/releases
"""
_DIFF_HELP = """\
Moves are listed largest first, in standard deviations of the indicator's values at that level,
so that counts, shares and scores can be compared.

example:
  python -m etl diff geodata data/releases/current
"""


def add_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add them to the command line; ``command`` makes the parser of one."""
    check = command("check", _check, "report every way a release breaks its contract", _CHECK_HELP)
    check.add_argument("release", type=Path, metavar="RELEASE")
    rollback = command(
        "rollback", _rollback, "bring the release before the one in force back", _ROLLBACK_HELP
    )
    add_releases(rollback)
    diff = command("diff", _diff, "show what differs between two releases", _DIFF_HELP)
    diff.add_argument("old", type=Path, metavar="A")
    diff.add_argument("new", type=Path, metavar="B")
    diff.add_argument(
        "--top",
        type=int,
        default=_BIGGEST,
        metavar="N",
        help="how many of the largest moves to list (default: %(default)s)",
    )


def _check(options: argparse.Namespace) -> int:
    from etl.schema import check_release

    if not options.release.is_dir():
        raise UsageError(f"{options.release}: is not a directory")
    broken = check_release(options.release)
    if broken:
        print("\n".join(broken))
        raise ContractError(f"{options.release}: {len(broken)} failures")
    print(f"{options.release}: keeps its contract")
    return 0


def _rollback(options: argparse.Namespace) -> int:
    from etl import releases

    left, back = releases.rollback(options.out)
    print(f"release {back.name} is in force again, in place of {left.name}: {back}")
    return 0


def _diff(options: argparse.Namespace) -> int:
    from etl.diff import diff

    found = diff(options.old, options.new)
    console = Console()
    console.print(f"{found.old_id} → {found.new_id}")
    if found.empty:
        console.print("No figure and no area differs.")
        return 0
    for title, areas in (("Areas added", found.areas_added), ("removed", found.areas_removed)):
        if areas:
            console.print(f"{title}: {len(areas):,}, first {', '.join(areas[:5])}")
    if found.old_vintage != found.new_vintage:
        _print_redrawn(console, found)
    counts = Table(title="Indicators that changed")
    counts.add_column("indicator")
    for label in ("added", "removed", "blanked", "filled", "moved", "largest move"):
        counts.add_column(label, justify="right")
    for row in found.indicators.itertuples():
        whole = (row.added, row.removed, row.blanked, row.filled, row.moved)
        move = f"{row.largest_move:+,.3f}" if row.moved else ""
        counts.add_row(str(row.indicator), *(f"{n:,}" for n in whole), move)
    console.print(counts)
    if len(found.moves):
        console.print(_moves_table(found.moves.head(options.top)))
    return 0


def _print_redrawn(console: Console, found: Difference) -> None:
    """Say what two ward vintages do not have in common."""
    console.print(
        f"Wards of {found.old_vintage} and {found.new_vintage} are compared where they kept their "
        "code; others count as removed and added."
    )
    for former, code in found.recoded.items():
        console.print(f"{former} is compared as {code}: recoded, the same area")
    table = Table(title="Councils with other wards")
    table.add_column("council")
    for label in ("wards removed", "wards added"):
        table.add_column(label, justify="right")
    for row in found.redrawn.itertuples():
        table.add_row(f"{row.area_code} {row.area_name}", str(row.removed), str(row.added))
    console.print(table)


def _moves_table(moves: pd.DataFrame) -> Table:
    table = Table(title="Largest moves")
    for label in ("indicator", "area", "period"):
        table.add_column(label)
    for label in ("old", "new", "change", "in sd"):
        table.add_column(label, justify="right")
    for row in moves.to_dict("records"):
        names = (row["indicator"], f"{row['area_code']} {row['area_name']}", row["period"])
        figures = (f"{row['old']:,.3f}", f"{row['new']:,.3f}", f"{row['change']:+,.3f}")
        table.add_row(*names, *figures, f"{row['spread']:.2f}")
    return table
