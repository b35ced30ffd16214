"""The generated pages say what the registry and the catalogue say, today."""

from pathlib import Path

import pytest

from etl import catalogue, docs
from etl.registry import INDICATORS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def pages():
    return docs.pages(INDICATORS, catalogue.load())


@pytest.mark.parametrize("name", ["indicators.md", "data-sources.md"])
def test_the_page_in_the_repository_is_not_stale(pages, name):
    said = (DOCS / name).read_text(encoding="utf-8")
    assert said == pages[name], f"docs/{name} is stale: run python -m etl docs"


def test_every_indicator_has_its_definition_and_every_caveat(pages):
    for indicator in INDICATORS:
        assert f"`{indicator.id}`: {indicator.definition}" in pages["indicators.md"]
        for caveat in indicator.caveats:
            assert f"- {caveat}" in pages["indicators.md"]


def test_every_source_has_its_attribution_and_says_how_faithful_its_files_are(pages):
    for source in catalogue.load().values():
        assert source.attribution in pages["data-sources.md"]
        for file in source.files.values():
            assert f"| `{file.pattern}` | {file.fidelity} |" in pages["data-sources.md"]


def test_every_link_between_the_pages_leads_somewhere(pages):
    for indicator in INDICATORS:
        for source in indicator.sources:
            assert f'<a id="{source}"></a>' in pages["data-sources.md"]
