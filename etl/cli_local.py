"""The commands of a council's own figures: the template, summing records, adding to a release."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from etl.cli_options import CURRENT, add_directory, add_releases
from etl.errors import UsageError
from etl.terminal import console

AddCommand = Callable[..., argparse.ArgumentParser]
"""``add(name, run, summary, more)``: a command of ``etl.cli`` with its help."""

_FAMILIES = ("asq", "gld")

_TEMPLATE_HELP = """\
One row for each area, indicator and year: whole numbers of children, never rows about a child.
With --council the file has a row ready for each ward of the council. docs/local-data.md explains
every column.

example:
  python -m etl template asq --council E08000025 --period 2024/25 --out asq.xlsx
"""
_ADD_HELP = """\
The figures go into a copy of the release, which comes into force in OUT; the release itself stays
as it is. Counts of 1 to 4, and what would give them away by subtraction, are withheld before
anything is computed. A file with anything about single children is refused, by row and column.

example:
  python -m etl add-local asq.csv --council E08000025 --title "ASQ-3 by ward, 2024/25"
"""
_ASQ_HELP = """\
Nothing about a child is written, logged or sent anywhere: only shares by area leave, with small
counts withheld. Cut-offs are the copyright of the publisher of ASQ-3 and do not come with this
program: give them in a file with the columns questionnaire_months, communication, gross_motor,
fine_motor, problem_solving and personal_social.

example:
  python -m etl asq summarise records.csv --cutoffs cutoffs.csv --period 2024/25 --out asq.csv
"""


def add_commands(command: AddCommand) -> None:
    """Add ``template``, ``add-local`` and ``asq`` to the command line."""
    template = command(
        "template", _template, "write a blank file for a council's own figures", _TEMPLATE_HELP
    )
    template.add_argument("of", choices=_FAMILIES, metavar="WHAT", help="asq or gld")
    template.add_argument(
        "--out", type=Path, metavar="FILE", help=".csv or .xlsx (default: WHAT-template.csv)"
    )
    template.add_argument("--council", metavar="CODE", help="fill in the wards of this council")
    template.add_argument("--period", default="", metavar="YEAR", help="fill in a year, as 2024/25")
    add_directory(template, "--release", CURRENT, "the release that knows the wards")

    add = command(
        "add-local", _add_local, "put a council's own ward figures into a release", _ADD_HELP
    )
    add.add_argument("file", type=Path, metavar="FILE", help="the filled template, .csv or .xlsx")
    add.add_argument("--council", required=True, metavar="CODE", help="such as E08000025")
    add_directory(add, "--release", CURRENT, "the release to add to")
    add_releases(add)
    add_directory(
        add, "--from", None, "the official files, needed only for figures by LSOA", dest="raw"
    )
    add.add_argument(
        "--round-5", action="store_true", help="also round every shown count to the nearest 5"
    )
    add.add_argument("--title", default="", help="what the figures are called under charts")
    add.add_argument("--licence", default="", help="under what terms others may use the figures")
    add.add_argument("--page", default="", metavar="URL", help="where the council describes them")
    add.add_argument(
        "--published", default="", metavar="DATE", help="as 2025-09-30 (default: today)"
    )

    asq = command("asq", _asq, "sum ASQ-3 records to shares by area", _ASQ_HELP)
    asq.add_argument("do", choices=["summarise"], metavar="summarise", help="what is done")
    asq.add_argument("records", type=Path, metavar="RECORDS", help="one row a child, .csv or .xlsx")
    asq.add_argument(
        "--cutoffs", type=Path, required=True, metavar="FILE", help="your own, by questionnaire"
    )
    asq.add_argument("--out", type=Path, required=True, metavar="FILE", help="the filled template")
    asq.add_argument("--period", default="", metavar="YEAR", help="2024/25, where no column says")
    add_directory(
        asq,
        "--from",
        None,
        "the official files: sums LSOAs to wards, which withholds less",
        dest="raw",
    )


def _template(options: argparse.Namespace) -> int:
    from etl import templates

    family = {"asq": templates.ASQ, "gld": templates.GLD}[options.of]
    out = options.out or Path(f"{options.of}-template.csv")
    if out.exists():
        raise UsageError(f"{out}: is there already; name another file with --out")
    if options.period and not templates.is_year(options.period):
        raise UsageError(f"--period {options.period}: is not a year such as 2024/25")
    areas = None
    if options.council:
        from etl import local

        areas = local.wards_of(options.release, options.council)
    templates.write(out, templates.blank_lines(family, areas, options.period))
    print(f"wrote {out}")
    return 0


def _add_local(options: argparse.Namespace) -> int:
    from etl import local

    said = {
        name: given
        for name in ("title", "licence", "page", "published")
        if (given := getattr(options, name))
    }
    with console(errors=True).status("Reading the file, protecting it and checking the release"):
        added = local.add_local(
            options.file,
            options.council,
            options.release,
            options.out,
            raw=options.raw,
            round_5=options.round_5,
            described=local.Described(**said),
        )
    print(f"{added.shown:,} figures shown, {added.withheld:,} withheld, {added.missing:,} missing")
    for name in added.left_out:
        print(f"left out, because no ward of it may be shown: {name}")
    print(f"release {added.release.name} is in force: {added.release}")
    return 0


def _asq(options: argparse.Namespace) -> int:
    from etl import asq

    done = asq.summarise(
        options.records, options.cutoffs, options.out, period=options.period, raw=options.raw
    )
    print(f"{done.records:,} records, {done.complete:,} with all five scores")
    print(f"wrote {options.out}: {done.rows:,} rows, {done.withheld:,} of them withheld")
    if done.by_lsoa:
        print(
            "By LSOA most figures are withheld: --from DIR, the official files, sums to wards first"
        )
    return 0
