"""A council's own figures: refused when about persons or wrong, protected, and put in whole."""

import json
import re

import attacker
import northby
import openpyxl
import pandas as pd
import pytest
from northby import ASQ, FILE, HEADINGS, HILL, LANE, MILL, QUAY, REACHED
from tiny_england import NORTHBY, SHIRE, SOUTHBY

from etl import geography, local_figures
from etl.cli import main
from etl.errors import ContractError, SourceError, UsageError
from etl.local import Described, add_local
from etl.schema import check_release


@pytest.fixture
def base(tmp_path):
    return northby.release(tmp_path / "base")


@pytest.fixture
def add(tmp_path, base):
    """Add the text of a CSV file to Northby's release; other arguments as ``add_local``."""

    def adding(text=FILE, council=NORTHBY, release=base, **more):
        file = northby.write(tmp_path / "asq.csv", text)
        return add_local(file, council, release, tmp_path / "out", **more)

    return adding


def with_small(count=57):
    """Quay leaves out 80 - 77 = 3 children, unless told otherwise."""
    return FILE.replace(f"{QUAY},{ASQ},2021/22,60,80", f"{QUAY},{ASQ},2021/22,{count},80")


def test_wards_of_the_council_gain_figures_with_interval_and_verdict(add):
    table = northby.wards(add().release).set_index("area_code")
    assert table.index.tolist() == [MILL, QUAY, HILL]
    mill = table.loc[MILL]
    assert (mill.numerator, mill.denominator, mill.method) == (50, 60, "published")
    assert mill.value == pytest.approx(83.333, abs=1e-3)
    assert (mill.lower_ci, mill.upper_ci) == pytest.approx((71.97, 90.69), abs=0.01)
    assert table["benchmark"].tolist() == ["similar", "lower", "similar"]
    assert str(mill.period_end) == "2022-03-31"


def test_the_new_release_keeps_its_contract_and_the_old_one_is_untouched(add, base, tmp_path):
    before = {path: path.read_bytes() for path in base.rglob("*") if path.is_file()}
    added = add()
    assert check_release(added.release) == []
    assert added.release.name != json.loads((base / "manifest.json").read_text())["release_id"]
    assert (tmp_path / "out" / "current").resolve() == added.release
    assert {path: path.read_bytes() for path in base.rglob("*") if path.is_file()} == before


def test_one_council_makes_no_fifths_and_no_classes_of_england(add):
    release = add().release
    assert northby.wards(release)["quintile"].isna().all()
    entries = json.loads((release / "indicators.json").read_text())
    entry = next(one for one in entries if one["id"] == ASQ)
    assert entry["coverage"]["ward"] == {
        "periods": [{"period": "2021/22", "period_end": "2022-03-31"}],
        "breaks": None,
        "councils": [NORTHBY],
        "notes": entry["coverage"]["ward"]["notes"],
    }
    assert entry["finest_level"] == "ward"


def test_what_must_be_known_of_the_figures_is_said_of_their_council_alone(add, base):
    release = add().release
    before, after = (
        next(one for one in json.loads((path / "indicators.json").read_text()) if one["id"] == ASQ)
        for path in (base, release)
    )
    assert after["caveats"] == before["caveats"]
    notes = after["coverage"]["ward"]["notes"]
    assert list(notes) == [NORTHBY]
    assert notes[NORTHBY].startswith("Ward figures are Northby's own")


def test_the_manifest_says_whose_the_figures_are_and_under_what_terms(add):
    said = Described(title="Reviews by ward", licence="OGL v3.0", published="2025-09-30")
    manifest = json.loads((add(described=said).release / "manifest.json").read_text())
    source = manifest["sources"][-1]
    assert (source["provenance"], source["publisher"]) == ("local", "Northby")
    assert (source["title"], source["licence"]) == ("Reviews by ward", "OGL v3.0")
    assert source["published"] == "2025-09-30"


def test_the_same_file_gives_the_same_release(add):
    said = Described(published="2025-09-30")
    assert add(described=said).release == add(described=said).release


def test_a_small_count_blanks_everything_in_its_row_and_says_why(add):
    table = northby.wards(add(with_small(77)).release).set_index("area_code")
    figures = ["value", "lower_ci", "upper_ci", "numerator", "denominator"]
    for ward in (QUAY, HILL):
        assert table.loc[ward, figures].isna().all()
        assert table.loc[ward, ["benchmark", "quintile", "trend"]].isna().all()
        assert table.loc[ward, "marker"] == "c"
    assert table.loc[MILL, "numerator"] == 50


def test_nothing_in_the_release_tells_two_small_counts_apart(add):
    """Not even a hash: 1 to 4 are few enough to be tried one after another."""
    said = Described(published="2025-09-30")
    three, two = (
        add(
            f"{HEADINGS}\n{MILL},{ASQ},2021/22,50,60\n{QUAY},{ASQ},2021/22,{quay},80\n"
            f"{HILL},{ASQ},2021/22,{hill},50\n",
            described=said,
        ).release
        for quay, hill in ((77, 40), (78, 39))
    )
    assert three == two


def test_a_withheld_count_is_not_recoverable_from_the_files_of_the_release(add):
    release = add(with_small(77)).release
    table = pd.read_parquet(release / "observations.parquet")
    council = table[(table.area_code == NORTHBY) & (table.indicator == ASQ)].iloc[0]
    true = {"numerator": 50 + 77 + 40, "denominator": 190}
    assert (council.numerator, council.denominator) == (150, 190)
    for totals in ({"denominator": 190.0}, true):
        known = {(ASQ, name): float(total) for name, total in totals.items()}
        assert attacker.recovered(northby.wards(release), known) == []


def test_rounding_goes_into_the_count_the_share_and_its_interval(add):
    table = northby.wards(add(FILE.replace("50,60", "52,61"), round_5=True).release)
    mill = table.set_index("area_code").loc[MILL]
    assert (mill.numerator, mill.denominator) == (50, 60)
    assert mill.value == pytest.approx(83.333, abs=1e-3)
    assert mill.lower_ci == pytest.approx(71.97, abs=0.01)


def test_a_ward_that_is_not_in_the_file_is_not_available_and_not_withheld(add):
    table = northby.wards(add("\n".join(FILE.splitlines()[:-1])).release).set_index("area_code")
    assert table.loc[HILL, "marker"] == "x"


def test_a_ward_without_children_is_not_applicable(add):
    table = northby.wards(add(FILE.replace("40,50", "0,0")).release).set_index("area_code")
    assert table.loc[HILL, "marker"] == "z"


def test_rows_that_came_withheld_stay_so_beside_the_others(add):
    """As ``asq summarise`` writes them, in a file of wards alone."""
    text = f"{HEADINGS},marker\n{MILL},{ASQ},2021/22,50,60,\n{QUAY},{ASQ},2021/22,,,c\n"
    table = northby.wards(add(f"{text}{HILL},{ASQ},2021/22,,,c\n").release).set_index("area_code")
    assert table["marker"].fillna("").to_dict() == {MILL: "", QUAY: "c", HILL: "c"}


def test_when_no_ward_may_be_shown_nothing_is_added(add, tmp_path):
    with pytest.raises(ContractError, match="withheld or missing: nothing to add"):
        add(f"{HEADINGS}\n{MILL},{ASQ},2021/22,2,60\n{QUAY},{ASQ},2021/22,1,80\n")
    assert not (tmp_path / "out").exists()


def test_a_second_year_joins_the_first(add):
    first = add().release
    second = add(FILE.replace("2021/22", "2022/23"), release=first).release
    assert sorted(set(northby.wards(second)["period"])) == ["2021/22", "2022/23"]
    assert check_release(second) == []


def test_a_second_version_of_the_same_figures_is_refused(add):
    first = add().release
    with pytest.raises(ContractError, match="has figures of these wards already"):
        add(with_small(77), release=first)


def test_another_domain_of_the_same_children_is_refused_in_a_second_file(add):
    """All five of at least 57 of 60 children bound a domain that the first file withheld."""
    first = add().release
    with pytest.raises(ContractError, match="with all indicators of the year in one file"):
        add(FILE.replace(ASQ, "asq_all_domains"), release=first)


def test_another_version_is_not_put_beside_the_first_even_in_a_release_of_its_own(add, tmp_path):
    said = Described(published="2025-09-30")
    first = add(described=said).release
    with pytest.raises(ContractError, match="Two versions side by side give away") as refused:
        add(with_small(77), described=said)
    assert str(first) in str(refused.value)
    assert (tmp_path / "out" / "current").resolve() == first
    assert add(described=said).release == first


def test_a_blank_ward_of_few_children_cannot_be_worked_out_from_the_councils_own_total(add):
    """Northby has 150 of 190: 147 of 187 elsewhere would leave three children for Hill."""
    text = f"{HEADINGS}\n{MILL},{ASQ},2021/22,60,80\n{QUAY},{ASQ},2021/22,87,107\n"
    table = northby.wards(add(text).release).set_index("area_code")
    assert table["marker"].fillna("").to_dict() == {MILL: "c", QUAY: "", HILL: "c"}


def test_a_blank_ward_of_many_children_is_not_available(add):
    text = "\n".join(FILE.splitlines()[:-1])
    assert northby.wards(add(text).release)["marker"].fillna("").tolist() == ["", "", "x"]


def test_two_councils_can_share_a_release(add):
    first = add().release
    text = f"{HEADINGS}\n{LANE},{ASQ},2021/22,20,40\n"
    second = add(text, council=SOUTHBY, release=first).release
    entries = json.loads((second / "indicators.json").read_text())
    entry = next(one for one in entries if one["id"] == ASQ)
    assert entry["coverage"]["ward"]["councils"] == [NORTHBY, SOUTHBY]


def test_a_county_gives_figures_of_the_wards_of_its_districts(add):
    release = add(f"{HEADINGS}\n{LANE},{ASQ},2021/22,20,40\n", council=SHIRE).release
    assert northby.wards(release)["area_code"].tolist() == [LANE, "E05000005"]


def test_the_response_rate_is_a_share_without_interval(add):
    table = northby.wards(add(FILE + f"{MILL},{REACHED},2021/22,60,75\n").release)
    mill = table[table["indicator"] == REACHED].set_index("area_code").loc[MILL]
    assert mill.value == 80
    assert pd.isna(mill.lower_ci)


# What is refused. Each message names row and column, and never repeats what stands there.


@pytest.mark.parametrize(
    "heading",
    ["Name", "Surname", "Child's first name", "NHS Number", "nhs_no", "UPN", "DOB",
     "date of birth", "Home postcode", "Address", "e-mail", "Client ID"],
)  # fmt: skip
def test_a_column_about_persons_is_refused_by_its_heading(add, heading):
    text = "\n".join(
        line + ("," + heading if number == 0 else ",") for number, line in enumerate(FILE.split())
    )
    with pytest.raises(SourceError, match=r"row 1, column 6: holds .* never rows of persons"):
        add(text)


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("943 476 5919", "an NHS number"),
        ("9434765919", "an NHS number"),
        ("H801200001001", "a pupil number"),
        ("B1 1AA", "a postcode"),
        ("sw1a2aa", "a postcode"),
        ("03/09/2021", "a date"),
        ("2021-09-03", "a date"),
        ("3 Sep 2021", "a date"),
    ],
)
def test_a_cell_about_a_person_is_refused_by_its_shape_wherever_it_stands(add, cell, what):
    for column, text in {
        "numerator": FILE.replace(f"{QUAY},{ASQ},2021/22,60", f"{QUAY},{ASQ},2021/22,{cell}"),
        "area_code": FILE.replace(QUAY, cell),
    }.items():
        with pytest.raises(SourceError, match=f"row 3, column {column}: looks like {what}") as said:
            add(text)
        assert cell not in str(said.value)


def test_ten_digits_that_fail_the_check_are_no_nhs_number(add):
    with pytest.raises(SourceError, match="numerator: is more children than any such area has"):
        add(FILE.replace("60,80", "9434765918,80"))


@pytest.mark.parametrize("cell", ["Ann Lee", "9434765918", "44442", "943.476.5919", "'12", "61"])
def test_a_mean_score_is_a_score_and_nothing_else(add, cell):
    text = FILE.replace("denominator", "denominator,mean_score").replace("60,80", f"60,80,{cell}")
    with pytest.raises(SourceError, match="row 3, column mean_score: is not a mean score") as said:
        add(text)
    assert cell not in str(said.value).replace("0 to 60", "")


def test_a_file_that_is_not_separated_by_commas_says_what_it_is_separated_by(add):
    with pytest.raises(SourceError, match="has semicolons between its columns; save it with"):
        add(FILE.replace(",", ";"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (f"{QUAY},", "E05999999,", "row 3, column area_code: is not a ward"),
        (f"{QUAY},", f"{LANE},", "row 3, column area_code: is an area of another council"),
        (f"{QUAY},", f"{NORTHBY},", "row 3, column area_code: is an area of another council"),
        (f"{QUAY},", "E01000001,", "row 3, column area_code: is an LSOA: --from"),
        (f"{QUAY},", f"{MILL},", "row 3, column area_code: same area, .* as row 2"),
        ("60,80", "81,80", "row 3, column numerator: is over the denominator"),
        ("60,80", "-1,80", "row 3, column numerator: is not a whole number"),
        ("60,80", "60.5,80", "row 3, column numerator: is not a whole number"),
        ("60,80", "60,", "row 3, column denominator: is blank"),
        ("60,80", ",80", "row 3, column numerator: is blank"),
        (f"{QUAY},{ASQ}", f"{QUAY},asq_speech", "row 3, column indicator: is none of"),
        ("2021/22,60", "2021/22 Q1,60", "row 3, column period: is not a year"),
        ("2021/22,60", "2021/23,60", "row 3, column period: is not a year"),
        ("60,80", "60,80,7", "row 3, column 6: has more cells"),
        ("60,80", "٦٠,80", "row 3, column numerator: is not a whole number"),
        ("numerator", "share", "row 1, column numerator: is missing; percentages cannot"),
        ("period", "period,period", "row 1, column 3: comes twice"),
    ],
)
def test_a_wrong_cell_is_refused_by_row_and_column(add, tmp_path, old, new, message):
    with pytest.raises(SourceError, match=message):
        add(FILE.replace(old, new))
    assert not (tmp_path / "out").exists()


def test_percentages_without_counts_are_refused(add):
    text = FILE.replace("denominator", "denominator,percent").replace("60,80", ",,75%")
    with pytest.raises(SourceError, match="row 3, column numerator: is blank; a percentage"):
        add(text)


def test_a_percentage_that_is_not_of_its_counts_is_refused(add):
    text = FILE.replace("denominator", "denominator,percent").replace("60,80", "60,80,57")
    with pytest.raises(SourceError, match="row 3, column percent: does not agree"):
        add(text)


def test_a_name_that_is_not_the_areas_is_refused_and_not_repeated(add):
    text = FILE.replace("denominator", "denominator,area_name").replace("60,80", "60,80,Ann Lee")
    with pytest.raises(SourceError, match="row 3, column area_name: is not the name") as said:
        add(text)
    assert "Ann" not in str(said.value)


def test_more_children_in_all_five_areas_than_in_one_are_refused(add):
    with pytest.raises(SourceError, match="row 5, column numerator: is more children than"):
        add(FILE + f"{QUAY},asq_all_domains,2021/22,61,80\n")


def test_every_problem_is_named_at_once(add):
    text = FILE.replace("60,80", "81,80").replace("40,50", "x,50")
    with pytest.raises(SourceError, match=r"row 3, column numerator[^$]*row 4, column numerator"):
        add(text)


def test_a_subgroup_of_children_is_refused_because_the_rest_could_be_worked_out(add):
    with pytest.raises(SourceError, match="column indicator: is none of"):
        add(FILE.replace(ASQ, "gld_fsm"))


def test_a_council_that_is_none_is_named(add):
    with pytest.raises(UsageError, match="E06000099: is not the code of a council"):
        add(council="E06000099")


def test_a_release_that_is_broken_is_not_added_to(add, base):
    (base / "README.md").write_text("changed")
    with pytest.raises(ContractError, match="breaks its contract, so nothing is added"):
        add()


# Files and neighbourhoods.


def test_an_excel_file_gives_the_same_figures(add, base, tmp_path):
    book = openpyxl.Workbook()
    for line in FILE.splitlines():
        book.active.append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
    book.save(tmp_path / "asq.xlsx")
    added = add_local(tmp_path / "asq.xlsx", NORTHBY, base, tmp_path / "out")
    assert northby.wards(added.release)["numerator"].tolist() == [50, 60, 40]


def test_a_date_in_an_excel_cell_is_refused(base, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADINGS.split(","))
    book.active.append([MILL, ASQ, "2021/22", pd.Timestamp("2019-03-01").to_pydatetime(), 60])
    book.save(tmp_path / "asq.xlsx")
    with pytest.raises(SourceError, match="row 2, column numerator: looks like a date"):
        add_local(tmp_path / "asq.xlsx", NORTHBY, base, tmp_path / "out")


@pytest.fixture
def neighbourhoods(monkeypatch):
    """Mill holds two LSOAs, Quay one, Lane (of Southby) one."""
    lookup = {"E01000001": MILL, "E01000002": MILL, "E01000003": QUAY, "E01000004": LANE}
    monkeypatch.setattr(geography, "lsoa21_to_ward", lambda raw, vintage: pd.Series(lookup))


LSOAS = f"""\
{HEADINGS}
E01000001,{ASQ},2021/22,3,20
E01000002,{ASQ},2021/22,30,40
E01000003,{ASQ},2021/22,60,80
"""


def test_counts_of_lsoas_are_summed_to_wards_before_anything_is_withheld(
    add, neighbourhoods, tmp_path
):
    table = northby.wards(add(LSOAS, raw=tmp_path).release).set_index("area_code")
    assert table.loc[[MILL, QUAY], "numerator"].tolist() == [33, 60]
    assert table.loc[MILL, "method"] == "best_fit"
    assert table.loc[HILL, "marker"] == "x"


def test_a_ward_of_which_an_lsoa_is_withheld_or_not_given_has_no_sum(neighbourhoods):
    ward_of = {"E01000001": MILL, "E01000002": MILL, "E01000003": QUAY, "E01000005": QUAY}
    given = [
        ("E01000001", 10.0, 20.0, None),
        ("E01000002", None, None, "c"),
        ("E01000003", 10.0, 20.0, None),
    ]
    rows = pd.DataFrame(given, columns=["area_code", "numerator", "denominator", "marker"])
    wards = local_figures.to_wards(rows.assign(indicator=ASQ, period="2021/22"), ward_of)
    assert dict(zip(wards["area_code"], wards["marker"], strict=True)) == {MILL: "c", QUAY: "x"}


def test_an_lsoa_of_another_council_is_refused(add, neighbourhoods, tmp_path):
    with pytest.raises(SourceError, match="row 4, column area_code: is an area of another council"):
        add(LSOAS.replace("E01000003", "E01000004"), raw=tmp_path)


# The command line.


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_filled_template_of_the_council_goes_into_its_release(capsys, base, tmp_path):
    blank, filled, out = tmp_path / "blank.csv", tmp_path / "filled.csv", tmp_path / "out"
    template = ["template", "asq", "--council", NORTHBY, "--period", "2021/22"]
    assert run(capsys, *template, "--release", base, "--out", blank)[0] == 0
    lines = northby.lines(blank)
    assert {line["area_code"]: line["area_name"] for line in lines} == {
        MILL: "Mill",
        QUAY: "Quay",
        HILL: "Hill",
    }
    assert len(lines) == 3 * 7
    text = blank.read_text(encoding="utf-8-sig")
    filled.write_text(re.sub(rf"{ASQ},2021/22,,", f"{ASQ},2021/22,20,50", text))
    kept = [line for line in filled.read_text().splitlines() if ASQ in line or "area_code" in line]
    filled.write_text("\n".join(kept))
    code, said, _ = run(
        capsys, "add-local", filled, "--council", NORTHBY, "--release", base, "--out", out
    )
    assert code == 0
    assert "3 figures shown, 0 withheld, 0 missing" in said
    assert run(capsys, "check", out / "current")[0] == 0


def test_a_template_of_a_year_that_is_none_is_refused_before_it_is_filled_in(capsys, tmp_path):
    code, _, err = run(capsys, "template", "asq", "--period", "2024", "--out", tmp_path / "a.csv")
    assert code == 2
    assert err == "error: --period 2024: is not a year such as 2024/25\n"
    assert not (tmp_path / "a.csv").exists()


def test_a_template_never_replaces_a_file(capsys, tmp_path):
    (tmp_path / "asq.csv").write_text("filled in")
    code, _, err = run(capsys, "template", "asq", "--out", tmp_path / "asq.csv")
    assert code == 2
    assert "is there already" in err
    assert (tmp_path / "asq.csv").read_text() == "filled in"


def test_an_excel_template_explains_every_column_and_indicator(capsys, tmp_path):
    assert run(capsys, "template", "asq", "--out", tmp_path / "asq.xlsx")[0] == 0
    book = openpyxl.load_workbook(tmp_path / "asq.xlsx")
    assert book.sheetnames == ["data", "notes"]
    explained = {row[0] for row in book["notes"].iter_rows(values_only=True)}
    assert {"area_code", "numerator", "marker", ASQ, REACHED} <= explained


@pytest.mark.parametrize("command", ["template", "add-local", "asq"])
def test_the_help_of_a_command_ends_in_an_example(capsys, command):
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert f"example:\n  python -m etl {command} " in capsys.readouterr().out


def test_a_refused_file_is_said_in_one_message_with_its_exit_code(capsys, base, tmp_path):
    file = northby.write(tmp_path / "asq.csv", FILE.replace("60,80", "81,80"))
    arguments = ["--council", NORTHBY, "--release", base, "--out", tmp_path / "out"]
    code, out, err = run(capsys, "add-local", file, *arguments)
    assert (code, out) == (3, "")
    assert err == "error: asq.csv: row 3, column numerator: is over the denominator\n"
