"""Laws of the registry: what holds for every indicator, whichever module it comes from."""

from __future__ import annotations

import re

import pytest

from etl.indicators import families, health, home, poverty
from etl.registry import BY_ID, COUNCIL_ONLY, DOMAINS, INDICATORS


def test_no_two_indicators_share_an_id():
    assert len(BY_ID) == len(INDICATORS)


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_domain_has_an_indicator_of_which_more_is_better(domain):
    polarities = {one.polarity for one in INDICATORS if one.domain == domain}
    assert "higher_is_better" in polarities


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda one: one.id)
def test_a_sentence_names_the_area_and_its_figure(indicator):
    fields = set(re.findall(r"{(\w+)}", indicator.sentence))
    assert {"area"} <= fields <= {"area", "value", "numerator"}
    assert fields & {"value", "numerator"}


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda one: one.id)
def test_an_indicator_says_how_sure_one_can_be(indicator):
    assert re.match(r"(Measured|Modelled|Administrative)\b.*: ", indicator.evidence)


@pytest.mark.parametrize(
    "indicator", [one for one in INDICATORS if one.finest_level != "ward"], ids=lambda one: one.id
)
def test_what_no_ward_has_says_first_that_it_is_by_council_only(indicator):
    assert indicator.caveats[0].startswith(COUNCIL_ONLY)


NEIGHBOURHOOD = (*families.INDICATORS, *poverty.INDICATORS, *health.INDICATORS, *home.INDICATORS)


@pytest.mark.parametrize(
    "indicator", [one for one in NEIGHBOURHOOD if one.unit.startswith(" ")], ids=lambda one: one.id
)
def test_a_sentence_says_its_unit_because_the_figure_in_it_comes_without(indicator):
    words = {" km": "km"}.get(indicator.unit, indicator.unit.replace(" per ", "for every "))
    assert words in indicator.sentence
