"""What every test may use: the project's root on the path, and where screenshots are left."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Return the folder in which screenshots are kept for whoever wants to look."""
    folder = ROOT / "test-artefacts"
    folder.mkdir(exist_ok=True)
    return folder
