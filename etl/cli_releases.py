"""The commands on releases: hold one to its contract, go back to one, compare two."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from etl.cli_options import add_releases
from etl.errors import ContractError, UsageError
from etl.terminal import console

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

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
Lists the indicators and the areas whose figures moved, largest first. A move is measured in
standard deviations of the indicator's values at that level ("in sd"), so that counts, shares and
scores can be compared. "Beside" counts figures of the same value with another count, interval,
marker, verdict, fifth or trend. Wards that only one release has are counted by council.

example:
  python -m etl diff geodata data/releases/current
  python -m etl diff data/releases/wd24 data/releases/wd25 --top 50
"""


def add_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add them to the command line; ``command`` makes the parser of one."""
    check = command("check", _check, "report every way a release breaks its contract", _CHECK_HELP)
    check.add_argument("release", type=Path, metavar="RELEASE", help="such as geodata")
    rollback = command(
        "rollback", _rollback, "bring the release before the one in force back", _ROLLBACK_HELP
    )
    add_releases(rollback)
    diff = command("diff", _diff, "show what differs between two releases", _DIFF_HELP)
    diff.add_argument("old", type=Path, metavar="OLD", help="the release of before")
    diff.add_argument("new", type=Path, metavar="NEW", help="the one to take its place")
    diff.add_argument(
        "--top",
        type=int,
        default=_BIGGEST,
        metavar="N",
        help="how many areas, and how many moves, to list (default: %(default)s)",
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
    out = console()
    out.print(f"{found.old_id} → {found.new_id}")
    if found.empty:
        out.print("No figure and no area differs.")
        return 0
    for title, areas, figures in (
        ("added", found.areas_added, found.figures_added),
        ("removed", found.areas_removed, found.figures_removed),
    ):
        if areas:
            first = ", ".join(areas[:3])
            out.print(f"Areas {title}: {len(areas):,}, with {figures:,} figures; first {first}")
    if found.old_vintage != found.new_vintage:
        _print_redrawn(out, found)
    if len(found.indicators):
        out.print(_indicators_table(found.indicators))
    if len(found.moves):
        out.print(_areas_table(found.areas, options.top))
        out.print(_moves_table(found.moves, options.top))
    return 0


def _print_redrawn(out: Console, found: Difference) -> None:
    """Say what two ward vintages do not have in common."""
    out.print(
        f"Wards of {found.old_vintage} and {found.new_vintage} are compared where they kept their "
        "code; the figures of others are in one release alone."
    )
    for former, code in found.recoded.items():
        out.print(f"{former} is compared as {code}: recoded, the same area")
    table = Table(title="Councils with other wards")
    table.add_column("council")
    for label in ("wards removed", "wards added"):
        table.add_column(label, justify="right")
    for row in found.redrawn.itertuples():
        table.add_row(f"{row.area_code} {row.area_name}", str(row.removed), str(row.added))
    out.print(table)


def _indicators_table(indicators: pd.DataFrame) -> Table:
    table = Table(title="Indicators that changed, in areas of both, largest move first")
    table.add_column("indicator", overflow="fold")
    counts = ("moved", "blanked", "filled", "added", "removed", "beside")
    for label in ("largest move", "in sd", *counts):
        table.add_column(label, justify="right")
    for row in indicators.to_dict("records"):
        move = (
            (f"{row['largest_move']:+,.3f}", f"{row['spread']:.2f}") if row["moved"] else ("", "")
        )
        table.add_row(row["indicator"], *move, *(f"{row[name]:,}" for name in counts))
    return table


def _areas_table(areas: pd.DataFrame, top: int) -> Table:
    table = Table(
        title=f"Areas that moved, largest first ({min(top, len(areas))} of {len(areas):,})"
    )
    table.add_column("area", overflow="fold")
    table.add_column("level")
    table.add_column("figures moved", justify="right")
    table.add_column("most of all", overflow="fold")
    table.add_column("in sd", justify="right")
    for row in areas.head(top).to_dict("records"):
        area, most = f"{row['area_code']} {row['area_name']}", f"{row['indicator']} {row['period']}"
        table.add_row(area, row["level"], f"{row['moved']:,}", most, f"{row['spread']:.2f}")
    return table


def _moves_table(moves: pd.DataFrame, top: int) -> Table:
    table = Table(title=f"Largest moves ({min(top, len(moves))} of {len(moves):,})")
    for label in ("indicator", "area", "period"):
        table.add_column(label, overflow="fold")
    for label in ("old", "new", "change", "in sd"):
        table.add_column(label, justify="right")
    for row in moves.head(top).to_dict("records"):
        names = (row["indicator"], f"{row['area_code']} {row['area_name']}", row["period"])
        figures = (f"{row['old']:,.3f}", f"{row['new']:,.3f}", f"{row['change']:+,.3f}")
        table.add_row(*names, *figures, f"{row['spread']:.2f}")
    return table
