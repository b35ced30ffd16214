"""Small counts are withheld, and nobody can work them out from anything that is shown."""

import attacker
import pandas as pd
import pytest
from attacker import rows, totals_of
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from etl import disclosure
from etl.disclosure import protect
from etl.known_counts import Family
from etl.templates import ASQ

ATTACK = settings(
    deadline=None,
    derandomize=True,
    # A failing council is readable as it is; making it smaller takes minutes of integer programs.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
ONE = Family(indicators=("gld",))


def shown(table: pd.DataFrame) -> dict:
    """Area (and indicator, where there are several) → numerator, or ``c``."""
    several = len(set(table["indicator"])) > 1
    return {
        (row.area_code, row.indicator) if several else row.area_code: row.marker
        if row.marker == "c"
        else int(row.numerator)
        for row in table.itertuples()
    }


@pytest.mark.parametrize(
    ("count", "small"), [(0, False), (1, True), (4, True), (5, False), (6, False)]
)
def test_counts_of_one_to_four_are_small(count, small):
    assert disclosure.is_small(count) is small


@pytest.mark.parametrize(
    ("numerator", "denominator", "withheld"),
    [
        (4, 50, True),
        (5, 50, False),
        (46, 50, True),
        (45, 50, False),
        (0, 50, False),
        (50, 50, False),
        (0, 4, True),
        (0, 5, False),
    ],
)
def test_a_share_is_withheld_when_it_or_what_it_leaves_out_is_small(
    numerator, denominator, withheld
):
    assert disclosure.is_disclosive(numerator, denominator) is withheld


@pytest.mark.parametrize(
    ("count", "nearest"), [(0, 0), (2, 0), (3, 5), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15)]
)
def test_counts_are_rounded_to_the_nearest_five(count, nearest):
    assert disclosure.round_count(count) == nearest


def test_nothing_is_withheld_when_no_count_is_small():
    table = rows("A gld 20 40\nB gld 25 50\nC gld 30 55")
    assert shown(protect(table, ONE)) == {"A": 20, "B": 25, "C": 30}


def test_a_withheld_row_is_withheld_whole():
    table = protect(rows("A gld 3 40\nB gld 25 50\nC gld 30 55"), ONE)
    row = table[table["area_code"] == "A"].iloc[0]
    assert row.marker == "c"
    assert pd.isna(row.numerator)
    assert pd.isna(row.denominator)


def test_the_smallest_other_area_is_withheld_so_that_the_total_gives_nothing_away():
    table = rows("A gld 3 40\nB gld 25 50\nC gld 30 55")
    assert shown(protect(table, ONE)) == {"A": "c", "B": "c", "C": 30}


def test_two_small_counts_that_nearly_fix_each_other_take_a_third():
    table = rows("A gld 2 40\nB gld 2 50\nC gld 30 55\nD gld 35 60")
    assert shown(protect(table, ONE)) == {"A": "c", "B": "c", "C": "c", "D": 35}


def test_an_area_of_very_few_children_is_withheld_in_every_share():
    table = rows(
        """
        A asq_communication 0 3
        B asq_communication 20 40
        C asq_communication 20 41
        A asq_fine_motor 0 5
        B asq_fine_motor 20 40
        C asq_fine_motor 20 41
        """
    )
    hidden = shown(protect(table, ASQ))
    assert hidden["A", "asq_communication"] == hidden["A", "asq_fine_motor"] == "c"


def test_a_share_of_all_five_domains_does_not_give_one_domain_away():
    """Who misses all five misses one of them: 6 do in A, which bounds each domain there."""
    counts = {"A": (34, (38, 39, 39, 40, 40)), "B": (10, (20, 20, 20, 20, 20)), "C": (9, (20,) * 5)}
    table = rows(
        "\n".join(
            f"{area} {name} {count} 40"
            for area, (entire, parts) in counts.items()
            for name, count in zip([attacker.ALL, *attacker.PARTS], [entire, *parts], strict=True)
        )
    )
    assert attacker.recovered(protect(table, ASQ), totals_of(table)) == []


def test_all_five_areas_are_withheld_with_the_one_domain_that_would_give_them_away():
    lines = []
    for area, out in {"A": 2, "B": 20, "C": 30}.items():
        lines += [f"{area} {name} {80 - out} 80" for name in (attacker.ALL, attacker.PARTS[0])]
        lines += [f"{area} {name} 80 80" for name in attacker.PARTS[1:]]
    hidden = shown(protect(rows("\n".join(lines)), ASQ))
    withheld = [key for key, count in hidden.items() if count == "c"]
    assert withheld == [(a, n) for a in "AB" for n in (attacker.ALL, attacker.PARTS[0])]


def test_when_all_areas_together_are_few_children_nothing_is_shown():
    table = rows("A gld 1 40\nB gld 1 50")
    assert shown(protect(table, ONE)) == {"A": "c", "B": "c"}


def test_rows_that_came_withheld_stay_so_and_are_covered_against_the_published_total():
    table = rows("A gld c c\nB gld 25 50\nC gld 30 55")
    totals = {("gld", "numerator"): 58.0, ("gld", "denominator"): 145.0}
    assert shown(protect(table, ONE, totals)) == {"A": "c", "B": "c", "C": 30}


def test_a_published_total_that_cannot_be_of_these_children_gives_nothing_away():
    table = rows("A gld c c\nB gld 25 50\nC gld 30 55")
    totals = {("gld", "numerator"): 20.0, ("gld", "denominator"): 30.0}
    assert shown(protect(table, ONE, totals)) == {"A": "c", "B": 25, "C": 30}


def test_one_published_total_of_other_children_does_not_undo_the_cover_of_another():
    lines = "A {0} c c\nB {0} 25 50\nC {0} 30 55"
    table = rows("\n".join(lines.format(name) for name in ("asq_fine_motor", "asq_gross_motor")))
    totals = {
        ("asq_fine_motor", "numerator"): 20.0,
        ("asq_gross_motor", "numerator"): 58.0,
        ("asq_gross_motor", "denominator"): 145.0,
    }
    hidden = shown(protect(table, ASQ, totals))
    assert hidden["B", "asq_gross_motor"] == "c"
    assert hidden["C", "asq_gross_motor"] == 30


def test_many_small_areas_are_protected_as_one_by_one(monkeypatch):
    """Pushing them apart together only saves time."""
    table = rows("\n".join(f"A{n} gld {n % 7} {n % 7 + 10}" for n in range(30)))
    together = shown(protect(table, ONE))
    monkeypatch.setattr(disclosure, "_TOGETHER", 10_000)
    assert shown(protect(table, ONE)) == together


def test_rounding_leaves_what_is_withheld_withheld():
    table = disclosure.rounded(protect(rows("A gld 3 40\nB gld 26 51\nC gld 33 57"), ONE))
    assert shown(table) == {"A": "c", "B": "c", "C": 35}


def test_the_attacker_finds_counts_where_only_the_small_ones_are_withheld():
    table = rows("A gld 3 40\nB gld 25 50\nC gld 30 55")
    careless = table.assign(numerator=table["numerator"].mask(table["numerator"] < 5))
    assert attacker.recovered(careless, totals_of(table)) == ["A gld count: 3 to 3", "A gld complement: 37 to 37"]  # fmt: skip  # noqa: E501


@st.composite
def councils(draw) -> pd.DataFrame:
    """ASQ-3 by ward: children who miss each domain, all of them, and who was not assessed."""
    lines = []
    for ward in "ABCDEF"[: draw(st.integers(2, 6))]:
        children = draw(st.integers(0, 40))
        missing = [draw(st.integers(0, min(children, 9))) for _ in attacker.PARTS]
        some = draw(st.integers(max(missing), min(children, sum(missing))))
        unseen = draw(st.integers(0, 9))
        lines += [
            f"{ward} {name} {children - out} {children}"
            for name, out in zip([*attacker.PARTS, attacker.ALL], [*missing, some], strict=True)
        ]
        lines.append(f"{ward} {attacker.REACHED} {children} {children + unseen}")
    return rows("\n".join(lines))


def nothing_to_attack(table: pd.DataFrame) -> bool:
    """Tell whether no row with children in it is shown: the totals alone were there before."""
    return not (table["denominator"] >= disclosure.SMALLEST_SHOWN).any()


@settings(ATTACK, max_examples=30)
@given(councils(), st.booleans())
def test_no_withheld_count_can_be_recovered_within_two(table, rounding):
    safe = protect(table, ASQ)
    published = disclosure.rounded(safe) if rounding else safe
    found = attacker.recovered(published, totals_of(table), rounding=rounding)
    assert found == [] or nothing_to_attack(published)


@settings(ATTACK, max_examples=12)
@given(councils())
def test_a_file_that_withheld_too_little_is_covered_too(table):
    small = disclosure.disclosive_rows(table)
    counts = ["numerator", "denominator"]
    careless = table.assign(marker=table["marker"].mask(small, "c"))
    careless[counts] = careless[counts].mask(small)
    published = protect(careless, ASQ, totals_of(table))
    assert attacker.recovered(published, totals_of(table)) == [] or nothing_to_attack(published)


@settings(ATTACK, max_examples=20)
@given(councils())
def test_a_shown_count_is_never_small_nor_leaves_few_out(table):
    safe = protect(table, ASQ)
    known = safe[safe["marker"] != "c"]
    pairs = zip(known["numerator"], known["denominator"], strict=True)
    assert not any(disclosure.is_disclosive(*pair) for pair in pairs)
