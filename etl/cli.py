"""The command line, ``python -m etl``: a user's mistake is one line and an exit code of its own."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from etl import catalogue, cli_local, cli_releases, registry
from etl.cli_options import RAW, add_directory, add_releases, add_vintage
from etl.errors import AtlasError, UsageError, refusal
from etl.terminal import console

DESCRIPTION = "Turn official early-years files into a release of the Early Years Atlas."
EPILOG = """\
start here:
  python -m etl fetch                               get the official files into data/raw
  python -m etl build                               make a release of them in data/releases
  python -m etl check data/releases/current         does it keep its contract?
  python -m etl diff geodata data/releases/current  what would change in what is served?
  python -m etl rollback                            back to the release before

a council's own figures:
  python -m etl template asq --council E08000025 --period 2024/25 --out asq.xlsx
  python -m etl add-local asq.xlsx --council E08000025 --release geodata

python -m etl COMMAND --help says more about each, with an example.

exit codes:
  0  all is well
  1  the machine refused: disk full, no right to write, workers killed
  2  wrong use: no such command, file, council or option
  3  a source or a council's file: missing, or not what it must be
  4  the contract of a release is broken
  5  a figure differs from its official total
  6  a source has drifted since the release in force
  130  interrupted (Ctrl-C)
Whatever the code, the release in force is whole, and nothing half-done is left behind.
"""

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; without any, say what there is to run."""
    parser = _parser()
    given = sys.argv[1:] if arguments is None else arguments
    if not given:
        parser.print_help()
        return UsageError.exit_code
    options = parser.parse_args(given)
    previous = signal.signal(signal.SIGTERM, _stop)
    try:
        return options.run(options)
    except AtlasError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    except OSError as error:
        if not (said := refusal(error)):
            raise
        print(f"error: {said}; nothing half-done is left behind", file=sys.stderr)
        return AtlasError.exit_code
    except KeyboardInterrupt:
        print("error: interrupted; nothing half-done is left behind", file=sys.stderr)
        return INTERRUPTED
    finally:
        signal.signal(signal.SIGTERM, previous)


def _stop(number: int, frame: FrameType | None) -> None:
    # A polite request to end must run the same clean-up as Ctrl-C.
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m etl",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND [--help]", required=True)

    def command(
        name: str, run: Callable[[argparse.Namespace], int], summary: str, more: str
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            epilog=more,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        added.set_defaults(run=run)
        return added

    fetch = command("fetch", _fetch, "get official files from their publishers", _FETCH_HELP)
    fetch.add_argument(
        "sources", nargs="*", metavar="SOURCE", help="default: all that a build reads"
    )
    add_directory(fetch, "--to", RAW, "where the files are kept", dest="raw")
    add_vintage(fetch)
    fetch.add_argument(
        "--list",
        action="store_true",
        help="ask nobody: say what is here, how old it is, and where the rest is to be had",
    )
    build = command("build", _build, "build a release from official files, offline", _BUILD_HELP)
    add_directory(
        build,
        "--from",
        RAW,
        "the official files, where fetch puts them",
        dest="raw",
    )
    add_releases(build)
    add_vintage(build)
    build.add_argument(
        "--workers",
        type=int,
        default=1,
        metavar="N",
        help="processes of this machine that read sources (default: %(default)s)",
    )
    build.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="have sources read by the workers of a Dask scheduler instead, tcp://host:port",
    )
    build.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="SOURCE",
        help="take a source as it is although it has drifted; may be given several times",
    )
    add_directory(
        build, "--cache", Path("data/cache/etl"), "what was read is kept here, and not read again"
    )
    add_directory(build, "--embed", None, "also replace the release in DIR (geodata) by it")
    cli_releases.add_commands(command)
    command(
        "sources",
        _sources,
        "list the official sources and the files they are read from",
        _SOURCES_HELP,
    )
    command("indicators", _indicators, "list the indicators", _INDICATORS_HELP)
    cli_local.add_commands(command)
    docs = command("docs", _docs, "write the generated pages of docs/", _DOCS_HELP)
    add_directory(docs, "--to", Path("docs"), "where the pages are written")
    add_directory(docs, "--release", Path("geodata"), "whose checks validation.md shows")
    return parser


_FETCH_HELP = """\
Asks each publisher whether a file is newer than the one of before, and gets it if so. Only https,
and only the publishers' own hosts. A file that cannot be had is a warning while there is an older
one, which stays; the command fails (3) only when there is none, and the build needs it.

example:
  python -m etl fetch --list
  python -m etl fetch dwp_low_income mhclg_iod2025
"""
_BUILD_HELP = """\
Reads every file once, aggregates it to wards, councils, regions and England, checks the result
against official totals and its contract, and only then puts it in OUT/<release id>, with
OUT/current pointing at it. When anything fails, the release in force stays as it was.
The same files always give the same release, byte for byte, whoever reads them. What was read is
kept, so that an unchanged source is not read again and a build that was killed goes on.

A source that has changed its shape since the release in force (areas, codes, rows, markers, the
median) stops the build (6): look at it, and build again with --accept SOURCE.

example:
  python -m etl build
  python -m etl build --from raw --out data/releases --embed geodata
  python -m etl build --vintage WD25 --out data/wd25
  python -m etl build --workers 4
  python -m etl build --scheduler tcp://10.0.0.5:8786
"""
_SOURCES_HELP = """\
For each source: its publisher's page, the name that each file must have below the --from directory
of build, how near that file is to what was published, and whether fetch can get it.

example:
  python -m etl sources | grep -A 3 dwp_low_income
"""
_INDICATORS_HELP = """\
Id, finest level and title of each; docs/indicators.md has their definitions.

example:
  python -m etl indicators | grep ward
"""
_DOCS_HELP = """\
indicators.md and data-sources.md say what the registry and the catalogue say; validation.md how the
figures of the embedded release compare with official ones.

example:
  python -m etl docs --to docs
"""


def _fetch(options: argparse.Namespace) -> int:
    from etl import fetch_progress, inventory

    sources = fetch_progress.chosen(options.sources, catalogue.load(), options.vintage)
    if options.list:
        files = inventory.inventory(sources, options.raw)
        print("\n".join(inventory.lines(files, datetime.now(UTC))))
        return 0
    return fetch_progress.run(sources, options.raw, fetch_progress.official_client())


def _build(options: argparse.Namespace) -> int:
    from etl import executor, publish
    from etl.build import build
    from etl.vintages import by_name

    vintage = by_name(options.vintage)
    remote = options.scheduler
    work = executor.dask(remote) if remote else executor.local(options.workers)
    with Progress(
        TextColumn("{task.description:<52}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=console(errors=True),
    ) as bar:
        task = bar.add_task("Starting", total=1.0)
        release = build(
            options.raw,
            options.out,
            lambda doing, share: bar.update(task, description=doing, completed=share),
            vintage,
            cache=options.cache,
            work=work,
            accept=options.accept,
        )
        bar.update(task, description="Done", completed=1.0)
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    _print_checks(manifest["checks"])
    for fact, value in manifest["facts"].items():
        print(f"{fact.replace('_', ' ')}: {value:,}")
    print(f"release {release.name} is in force: {release}")
    if options.embed:
        publish.embed(release, options.embed)
        print(f"embedded in {options.embed}")
    return 0


def _print_checks(checks: list[dict]) -> None:
    table = Table(title="Checks against official totals")
    table.add_column("check")
    table.add_column("largest difference", justify="right")
    table.add_column("allowed", justify="right")
    table.add_column("detail")
    for check in checks:
        allowed = "" if check["tolerance"] is None else f"{check['tolerance']:g}"
        table.add_row(check["name"], f"{check['largest_difference']:.4g}", allowed, check["detail"])
    console().print(table)


def _sources(options: argparse.Namespace) -> int:
    for source in catalogue.load().values():
        print(f"{source.id}: {source.title} ({source.publisher}, {source.published})")
        print(f"  page  {source.landing_page}")
        for name, file in source.files.items():
            by_hand = f"; by hand: {file.by_hand}" if file.by_hand else ""
            how = "; fetch gets the publisher's own" if name in source.fetch else by_hand
            print(f"  file  {file.pattern}: {catalogue.FIDELITY[file.fidelity]}{how}")
        if source.package:
            print(f"  from the Python package {source.package}")
    return 0


def _indicators(options: argparse.Namespace) -> int:
    for indicator in registry.INDICATORS:
        print(f"{indicator.id:<40} {indicator.finest_level:8}{indicator.title}")
    return 0


def _docs(options: argparse.Namespace) -> int:
    from etl import docs, validation

    if not options.to.is_dir():
        raise UsageError(f"{options.to}: is not a directory")
    for path in docs.write(options.to, registry.INDICATORS, catalogue.load()):
        print(f"wrote {path}")
    print(f"wrote {validation.write(options.to, options.release)}")
    return 0
