"""What a service was asked before, and what it wrote, for tests of the services."""

import csv

from etl.ledger import Entry


def known(url="", etag="", version=""):
    day = "2026-03-26T09:30:00+00:00"
    return Entry("a_source", url, day, day, "0" * 64, 1, etag=etag, version=version)


def rows(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))
