"""The API against its own description, by a tool that was written without knowing either."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

FEW = settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def operations(tiny_app):
    """What the description that the app serves offers."""
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", tiny_app.server)
    return [found.ok() for found in described.get_all_operations()]


def hold(operation, mode):
    """Ask an operation what its description allows (positive) or forbids (negative)."""

    @FEW
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    ask()


def test_what_the_description_allows_is_answered_as_it_promises(operations):
    assert len(operations) >= 10
    for operation in operations:
        hold(operation, GenerationMode.POSITIVE)


def test_what_the_description_forbids_is_refused(operations):
    refusing = [operation for operation in operations if len(operation.query)]
    assert len(refusing) >= 5
    for operation in refusing:
        hold(operation, GenerationMode.NEGATIVE)
