"""A made-up England for tests that need a whole release, or its geography; a publisher to ask."""

from pathlib import Path

import pandas as pd
import pytest
import tiny_england
from official_server import OfficialServer, certificate

from etl.catalogue import Fetch
from etl.download import Client
from etl.geography import Geography
from etl.services.job import Job
from etl.transfer import Limits


@pytest.fixture
def tiny_release(tmp_path: Path) -> Path:
    return tiny_england.write_release(tmp_path / "release")


@pytest.fixture
def tiny_geography() -> Geography:
    """Two wards of one council, each with one neighbourhood of its own."""
    areas = tiny_england.areas()
    kept = areas.area_code.isin(
        ["E05000001", "E05000002", tiny_england.NORTHBY, tiny_england.REGION, tiny_england.ENGLAND]
    )
    lsoas = pd.Index(["E01000002", "E01000003"])
    return Geography(
        areas=areas[kept].reset_index(drop=True),
        lsoa_ward=pd.Series(["E05000001", "E05000002"], index=lsoas),
        lsoa_lad=pd.Series([tiny_england.NORTHBY] * 2, index=lsoas),
        lsoa11_shares=pd.DataFrame(
            {"lsoa11": ["E01000001"] * 2, "lsoa21": lsoas, "share": [0.25, 0.75]}
        ),
    )


@pytest.fixture(scope="session")
def certificate_of_localhost(tmp_path_factory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def official(certificate_of_localhost):
    """A publisher's server on this machine."""
    server = OfficialServer(*certificate_of_localhost)
    yield server
    server.close()


@pytest.fixture
def waits() -> list[float]:
    """The pauses that ``client`` made, in seconds, without making them."""
    return []


@pytest.fixture
def client(official, certificate_of_localhost, waits) -> Client:
    """A client whose one official host is ``official``, with as little patience as a test has."""
    return Client(
        hosts=frozenset({official.host}),
        verify=str(certificate_of_localhost[0]),
        limits=Limits(connect=2, read=0.3, tries=3, size=100_000_000),
        sleep=waits.append,
        chance=lambda: 0.5,
    )


@pytest.fixture
def job(client, tmp_path):
    """Ask for a table as the catalogue would, perhaps for the second time."""

    def job(service, address, *, known=None, to="table.csv", **described):
        wanted = Fetch(service, address, to=to, **described)
        return Job(client, wanted, tmp_path / to.replace("/", "__"), known)

    return job
