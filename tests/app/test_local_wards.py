"""Ward figures that one council gave of itself: of wards there, by council everywhere else."""

import copy
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from tiny_release import (
    ACOCKS_GREEN,
    ALFRETON,
    AMBER_VALLEY,
    ASQ,
    BIRMINGHAM,
    DERBYSHIRE,
    LOCAL_SOURCE,
    LOW_INCOME,
)

from app import api_v1, fields, profile, values, view
from app.charts import scatter
from app.choices import Side, pairable
from app.components import controls, sources
from app.pages import area_words, compare_areas, data_entry
from app.state import ViewState
from app.unknown import UnknownView
from etl.registry import COUNCIL_ONLY

OWN, OTHER = f"/area/{BIRMINGHAM}?i={ASQ}", f"/area/{AMBER_VALLEY}?i={ASQ}"


def state(release, address):
    parts = urlsplit(address)
    return ViewState.parse(parts.path, f"?{parts.query}", release)


@pytest.fixture
def described(local):
    """The release with the sources of the indicator as a manifest describes them."""
    common = {
        "landing_page": "https://example.test/",
        "attribution": "Source: x.",
        "published": "2026",
    }
    ohid = {
        "id": "ohid_asq",
        "title": "Child development",
        "publisher": "OHID",
        "licence": "Open Government Licence v3.0",
        "provenance": "supplied",
    }
    own = {
        "id": LOCAL_SOURCE,
        "title": "ASQ-3 by ward",
        "publisher": "Birmingham",
        "licence": "Ask first",
        "provenance": "local",
        "council": BIRMINGHAM,
    }
    shown = copy.copy(local)
    shown.manifest = local.manifest | {"sources": [ohid | common, own | common]}
    return shown


def test_the_council_that_gave_them_is_shown_by_ward(local):
    shown = view.read(local, state(local, OWN))
    assert shown.by_ward and [ward.value for ward in shown.wards] == [82.5, None, 71.0]
    assert state(local, OWN).level(local) == "ward"


def test_any_other_council_is_shown_among_councils(local):
    shown = view.read(local, state(local, OTHER))
    assert not shown.by_ward and shown.wards == () and shown.own.value == 90.1
    assert state(local, OTHER).level(local) == "lad"


def test_a_ward_elsewhere_is_told_by_who_publishes_for_it(local):
    assert local.holder(ASQ, ACOCKS_GREEN).code == ACOCKS_GREEN
    assert local.holder(ASQ, ALFRETON).code == DERBYSHIRE


def test_englands_fifths_are_offered_only_where_england_has_them(local):
    assert view.read(local, state(local, f"/area/{BIRMINGHAM}")).has_fifths
    assert not view.read(local, state(local, OWN)).has_fifths


@pytest.mark.parametrize(("lad", "known"), [(BIRMINGHAM, True), (AMBER_VALLEY, False)])
def test_choices_say_council_only_where_the_wards_have_no_figures(local, lad, known):
    labels = {item["value"]: item["label"] for item in controls.indicator_options(local, lad)}
    assert labels[ASQ].endswith("(council)") != known
    assert (ASQ in {item.id for item in pairable(local, lad)}) == known


def test_the_map_of_england_has_no_wards_of_it(local):
    assert state(local, f"/?i={ASQ}").level(local) == "lad"
    assert values.england_wards(local, ASQ) is None
    labels = {item["value"]: item["label"] for item in controls.indicator_options(local)}
    assert labels[ASQ].endswith("(council)")


def test_only_that_councils_files_hold_the_figures_and_the_script_is_told_whose_they_are(local):
    own = values.council_latest(local, BIRMINGHAM)["indicators"][ASQ]
    assert (own["value"], own["breaks"]) == ([82.5, None, 71], None)
    assert ASQ not in values.council_latest(local, AMBER_VALLEY)["indicators"]
    said = {item["id"]: item["coverage"] for item in values.indicators(local)["indicators"]}
    assert said[ASQ]["ward"]["councils"] == (BIRMINGHAM,)
    assert "councils" not in said[LOW_INCOME]["ward"]


def test_a_profile_has_the_wards_figure_without_a_place_among_englands(local):
    row = profile.read(local, ACOCKS_GREEN).row(ASQ)
    assert row and row.reading.value == 82.5 and row.others == (71.0,)
    assert row.spread is None and row.below is None


def test_a_profile_elsewhere_has_the_countys_figure(local):
    shown = profile.read(local, ALFRETON)
    assert shown.row(ASQ) is None
    assert {row.indicator.id: row.holder.code for row in shown.council_rows}[ASQ] == DERBYSHIRE


def test_a_pair_is_refused_where_the_wards_have_no_figures(local):
    pair = f"need={LOW_INCOME}&access={ASQ}"
    assert state(local, f"/compare?lad={BIRMINGHAM}&{pair}").compare is not None
    with pytest.raises(UnknownView):
        state(local, f"/compare?lad={AMBER_VALLEY}&{pair}")


def test_the_source_line_names_the_supplier_in_its_own_council_alone(described):
    item = described.indicators[ASQ]
    own = sources.plain(described, item, described.areas[BIRMINGHAM])
    assert "Birmingham, ASQ-3 by ward, 2026, supplied by the council (Ask first)" in own
    assert "Birmingham" not in sources.plain(described, item, described.areas[AMBER_VALLEY])
    assert "Birmingham" not in sources.plain(described, item, described.england)


def test_elsewhere_the_page_says_that_only_another_council_gave_its_own(described):
    shown = view.read(described, state(described, OTHER))
    said = str(area_words.why_council(described, shown))
    assert "No ward figure exists for Amber Valley. " in said
    assert "Only Birmingham has given their own." in said
    assert not any("Birmingham" in caveat for caveat in shown.indicator.caveats)


def test_its_own_page_says_whose_they_are_and_not_that_there_are_none(described):
    caveats = view.read(described, state(described, OWN)).indicator.caveats
    assert "Ward figures are Birmingham's own." in caveats
    assert not any(caveat.startswith(COUNCIL_ONLY) for caveat in caveats)


def test_areas_side_by_side_name_a_council_only_beside_a_ward_of_it(described):
    item = described.indicators[ASQ]

    def said(code):
        side = Side((code, described.england.code))
        return str(compare_areas._sources(described, side, [SimpleNamespace(indicator=item)]))

    assert "supplied by the council" in said(ACOCKS_GREEN)
    assert "supplied by the council" not in said(ALFRETON)
    assert "supplied by the council" not in said(BIRMINGHAM)


def test_the_api_counts_it_as_council_level(described):
    assert (
        fields.named(fields.INDICATOR, fields.indicator(described, described.indicators[ASQ]))[
            "finest_level"
        ]
        == "lad"
    )


def test_the_catalogue_says_whose_wards_they_are(described):
    entry = str(data_entry.indicator(described, described.indicators[ASQ]))
    assert "wards of Birmingham alone, supplied by the council: 2021/22, 1 period; 2 of 3" in entry
    assert described.finest(ASQ)[0] == "lad"
    source = str(data_entry.source(described.sources(ASQ)[-1]))
    assert "Supplied by the council, of its own wards." in source


def test_the_api_names_the_councils(described):
    coverage = api_v1.described(described, described.indicators[ASQ])["coverage"]
    assert coverage["ward"]["councils"] == (BIRMINGHAM,) and coverage["lad"]["councils"] is None


def test_a_pair_is_drawn_where_nothing_is_published_for_the_council_as_a_whole():
    drawn = scatter.axis(("Talking", "Talking"), "%", [60.0, 84.0], [], floor=None)
    assert drawn.low < 60 and drawn.high >= 84
