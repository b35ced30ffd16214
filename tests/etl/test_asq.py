"""Scores of single children become shares by area; nothing about a child is written or said."""

import northby
import pandas as pd
import pytest

from etl import asq, geography
from etl.cli import main
from etl.errors import SourceError, UsageError

HEADINGS = (
    "nhs_number,ward,questionnaire_months,"
    "communication,gross_motor,fine_motor,problem_solving,personal_social"
)
CUTOFFS = """\
questionnaire_months,communication,gross_motor,fine_motor,problem_solving,personal_social
24,25.2,38.1,35.2,29.8,31.5
27,24,28,18,27,25
"""
MILL, QUAY, HILL = northby.MILL, northby.QUAY, northby.HILL
PASSES, FAILS, PARTLY = "50,50,50,50,50", "20,50,50,50,50", "50,50,50,50,"
ALL, TALK, MOVE, REACHED = (
    "asq_all_domains",
    "asq_communication",
    "asq_gross_motor",
    "asq_response_rate",
)


def children(ward: str, **how_many: int) -> list[str]:
    """Lines of a ward: so many who pass, fail communication, or have a domain left blank."""
    kinds = {"passing": PASSES, "failing": FAILS, "partly": PARTLY}
    return [f"9434765919,{ward},24,{kinds[kind]}" for kind, n in how_many.items() for _ in range(n)]


@pytest.fixture
def summarise(tmp_path):
    def summarising(lines, headings=HEADINGS, cutoffs=CUTOFFS, period="2024/25", **more):
        records = northby.write(tmp_path / "records.csv", "\n".join([headings, *lines]))
        limits = northby.write(tmp_path / "cutoffs.csv", cutoffs)
        out = tmp_path / "out.csv"
        done = asq.summarise(records, limits, out, period=period, **more)
        found = {(line["area_code"], line["indicator"]): line for line in northby.lines(out)}
        return done, found

    return summarising


TWO_WARDS = [
    *children(MILL, passing=30, failing=10, partly=8),
    *children(QUAY, passing=40, failing=20, partly=6),
]


def test_a_share_is_of_children_with_all_five_scores(summarise):
    _, found = summarise(TWO_WARDS)
    for indicator in (ALL, TALK):
        line = found[MILL, indicator]
        assert (line["numerator"], line["denominator"], line["percent"]) == ("30", "40", "75.0")
    assert found[MILL, MOVE]["numerator"] == "40"


def test_completeness_is_of_all_records(summarise):
    done, found = summarise(TWO_WARDS)
    line = found[QUAY, REACHED]
    assert (line["numerator"], line["denominator"]) == ("60", "66")
    assert (done.records, done.complete) == (114, 100)


def test_mean_scores_are_of_the_same_children(summarise):
    _, found = summarise(TWO_WARDS)
    assert found[MILL, TALK]["mean_score"] == "42.5"  # (30 × 50 + 10 × 20) ÷ 40
    assert found[MILL, MOVE]["mean_score"] == "50.0"
    assert found[MILL, ALL]["mean_score"] == ""


@pytest.mark.parametrize(("score", "passes"), [("25.1", "0"), ("25.2", "20"), ("30", "20")])
def test_a_score_at_the_cut_off_is_at_expectation(summarise, score, passes):
    lines = [f"1,{MILL},24,{score},50,50,50,50"] * 20
    assert summarise(lines)[1][MILL, TALK]["numerator"] == passes


def test_the_cut_off_is_that_of_the_questionnaires_age(summarise):
    lines = [f"1,{ward},{age},24,50,50,50,50" for ward, age in ((MILL, 24), (QUAY, 27))] * 20
    _, found = summarise(lines)
    assert (found[MILL, TALK]["numerator"], found[QUAY, TALK]["numerator"]) == ("0", "20")


def test_small_counts_are_withheld_with_their_means_and_what_would_give_them_away(summarise):
    lines = [
        *children(MILL, passing=30, failing=2),
        *children(QUAY, passing=40, failing=20),
        *children(HILL, passing=50, failing=30),
    ]
    done, found = summarise(lines)
    for ward in (MILL, QUAY):
        line = found[ward, TALK]
        assert line["marker"] == "c"
        assert not any(line[name] for name in ("numerator", "denominator", "percent", "mean_score"))
    assert found[HILL, TALK]["numerator"] == "50"
    assert done.withheld >= 4


def test_lsoas_are_summed_to_wards_where_the_official_lookup_is_given(
    summarise, monkeypatch, tmp_path
):
    lookup = pd.Series({"E01000001": MILL, "E01000002": MILL})
    monkeypatch.setattr(geography, "lsoa21_to_ward", lambda raw: lookup)
    lines = [f"1,E0100000{n},24,{PASSES}" for n in (1, 2) for _ in range(3)]
    _, found = summarise(lines, headings=HEADINGS.replace("ward", "lsoa"), raw=tmp_path)
    assert found[MILL, TALK]["numerator"] == "6"


def test_lsoas_stay_lsoas_without_the_lookup(summarise):
    lines = [f"1,E01000001,24,{PASSES}"] * 20
    _, found = summarise(lines, headings=HEADINGS.replace("ward", "lsoa"))
    assert found["E01000001", TALK]["numerator"] == "20"


def test_years_are_summed_apart(summarise):
    headings = HEADINGS.replace("nhs_number", "period")
    lines = [f"{year},{MILL},24,{PASSES}" for year in ("2023/24", "2024/25") for _ in range(20)]
    done, _ = summarise(lines, headings=headings, period="")
    assert done.rows == 2 * 7


def test_what_is_summed_goes_into_the_release(summarise, tmp_path, capsys):
    summarise(TWO_WARDS, period="2021/22")
    base = northby.release(tmp_path / "base")
    kept = [
        line
        for line in (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
        if TALK in line or "area_code" in line
    ]
    file = northby.write(tmp_path / "kept.csv", "\n".join(kept))
    arguments = ["--council", "E06000001", "--release", str(base), "--out", str(tmp_path / "new")]
    assert main(["add-local", str(file), *arguments]) == 0
    assert "2 figures shown, 0 withheld, 1 missing" in capsys.readouterr().out


# Errors say row and column, and nothing that stands there.


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f"9434765919,{MILL},31,{PASSES}", "row 3, column questionnaire_months: has no line in"),
        (f"9434765919,{MILL},old,{PASSES}", "row 3, column questionnaire_months: is not a whole"),
        (f"9434765919,{MILL},24,57,50,61,50,50", "row 3, column fine_motor: is neither blank"),
        (f"9434765919,{MILL},24,57,-5,50,50,50", "row 3, column gross_motor: is neither blank"),
        (f"9434765919,Mill Lane,24,{PASSES}", "row 3, column ward: is not the code of a ward"),
    ],
)
def test_a_wrong_record_is_named_by_row_and_column_and_never_shown(summarise, line, message):
    with pytest.raises(SourceError, match=message) as said:
        summarise([*children(MILL, passing=1), line])
    words = str(said.value)
    for cell in line.split(","):
        if cell not in ("24",):
            assert cell not in words.replace("0 to 60", "").replace("row 3", ""), cell
    assert said.value.__cause__ is None


def test_an_age_without_a_cut_off_matters_only_where_there_are_scores(summarise):
    done, _ = summarise([*children(MILL, passing=20), f"1,{MILL},31,,,,,"])
    assert (done.records, done.complete) == (21, 20)


@pytest.mark.parametrize(
    ("cutoffs", "message"),
    [
        (CUTOFFS.replace("27,24,", "27,,"), "row 3, column communication: is not a score"),
        (CUTOFFS.replace("27,", "24,"), "row 3, column questionnaire_months: .* comes once"),
        (CUTOFFS.replace("fine_motor", "fine"), "column fine_motor is missing"),
        (CUTOFFS.splitlines()[0], "has no cut-offs"),
    ],
)
def test_a_cut_offs_file_that_lacks_something_is_refused(summarise, cutoffs, message):
    with pytest.raises(SourceError, match=message):
        summarise(TWO_WARDS, cutoffs=cutoffs)


def test_a_mistake_leaves_no_file_behind(summarise, tmp_path):
    with pytest.raises(SourceError):
        summarise([*TWO_WARDS, f"1,{MILL},24,99,50,50,50,50"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cutoffs.csv", "records.csv"]


def test_records_are_never_replaced_by_their_summary(tmp_path):
    records = northby.write(tmp_path / "records.csv", HEADINGS)
    with pytest.raises(UsageError, match="would replace a file that is read"):
        asq.summarise(records, tmp_path / "cutoffs.csv", records)


def test_neither_the_file_nor_the_screen_has_anything_about_a_child(
    summarise, tmp_path, capsys, caplog
):
    secret = f"4010232137,{MILL},24,37.5,50,50,50,50"
    northby.write(tmp_path / "r.csv", "\n".join([HEADINGS, *TWO_WARDS, secret]))
    northby.write(tmp_path / "cutoffs.csv", CUTOFFS)
    command = ["asq", "summarise", str(tmp_path / "r.csv"), "--period", "2024/25"]
    command += ["--cutoffs", str(tmp_path / "cutoffs.csv"), "--out", str(tmp_path / "o.csv")]
    assert main(command) == 0
    said = capsys.readouterr()
    everything = said.out + said.err + caplog.text + (tmp_path / "o.csv").read_text()
    for cell in ("4010232137", "9434765919", "37.5"):
        assert cell not in everything
    assert "115 records, 101 with all five scores" in said.out
