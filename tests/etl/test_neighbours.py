"""Who is compared with whom, and the mean of those who are alike."""

import pandas as pd
import pytest

from etl.contract import NEIGHBOURS
from etl.errors import SourceError
from etl.neighbours import neighbour_mean
from etl.sources import dfe_neighbours, ons_similar_areas
from etl.sources.dfe_councils import Councils

COUNCILS = Councils(
    by_number={
        "301": "E09000002",
        "330": "E08000025",
        "370": "E08000016",
        "881": "E10000012",
        "835": None,
    },
    by_code={"E08000038": "E08000016"},
    by_name={},
)
RANKED = [cell for rank in range(1, 11) for cell in (f"SN{rank}", "SNP")]


def dfe(tmp_path, *rows, foot="Old SNs:"):
    """Read a workbook with two rows above the header and the block of former councils below."""
    path = tmp_path / "neighbours.xlsx"
    body = [
        ["A"] * 22,
        list(range(22)),
        ["LA num", "LA Name", *RANKED],
        *rows,
        [None, foot],
        [835.0, "Dorset (Pre LG)", 330.0, "Close"],
    ]
    pd.DataFrame(body).to_excel(path, header=False, index=False)
    return dfe_neighbours.parse(path, councils=COUNCILS)


def council(number, *neighbours):
    cells = [cell for one in neighbours for cell in (one, "Very close")]
    return [number, "somewhere", *cells, *["-"] * (20 - len(cells))]


def test_neighbours_are_codes_in_the_order_dfe_gives_them(tmp_path):
    table = NEIGHBOURS.validate(dfe(tmp_path, council(301.0, 330.0, 881.0)))
    assert table.to_numpy().tolist() == [
        ["dfe_statistical", "E09000002", "E08000025", 1],
        ["dfe_statistical", "E09000002", "E10000012", 2],
    ]


def test_councils_that_are_no_more_have_no_neighbours(tmp_path):
    assert set(dfe(tmp_path, council(301.0, 330.0)).area_code) == {"E09000002"}


def test_a_number_that_is_no_council_stops(tmp_path):
    with pytest.raises(SourceError, match="999 is no council of today"):
        dfe(tmp_path, council(301.0, 999.0))


def test_a_workbook_without_the_block_of_former_councils_stops(tmp_path):
    with pytest.raises(SourceError, match="no block 'Old SNs:'"):
        dfe(tmp_path, council(301.0, 330.0), foot="Former SNs:")


def ons(tmp_path, *rows):
    files = {}
    for name in ons_similar_areas.FILES:
        files[name] = tmp_path / f"{name}.csv"
        header = ",".join(["AREACD", *map(str, range(1, 21))])
        files[name].write_text("\n".join([header, *rows]), encoding="utf-8-sig")
    areas = pd.DataFrame({"area_code": ["E08000016", "E08000025", "E07000066"]})
    return ons_similar_areas.parse(files, councils=COUNCILS, areas=areas)


def like(area, *neighbours):
    return ",".join([area, *neighbours, *["W06000022"] * (20 - len(neighbours))])


def test_neighbours_outside_england_are_left_out_and_the_others_keep_their_rank(tmp_path):
    table = ons(tmp_path, like("E08000025", "S12000049", "E07000066"))
    everything = table[table.set == "ons_global"]
    assert everything[["neighbour_code", "rank"]].to_numpy().tolist() == [["E07000066", 2]]


def test_each_way_of_being_alike_is_a_set(tmp_path):
    table = NEIGHBOURS.validate(ons(tmp_path, like("E08000025", "E07000066")))
    assert set(table.set) == {"ons_global", "ons_demographic", "ons_economic"}


def test_a_council_recoded_since_is_found_by_its_code_in_the_release(tmp_path):
    table = ons(tmp_path, like("E08000038", "E08000025"))
    assert set(table.area_code) == {"E08000016"}


def test_a_share_of_neighbours_is_all_their_counts_over_all_their_people():
    mean = neighbour_mean("counts", 100, [(50.0, 50.0, 100.0), (10.0, 1.0, 10.0)])
    assert mean and mean.value == pytest.approx(100 * 51 / 110)
    assert (mean.made, mean.known, mean.neighbours) == ("aggregated", 2, 2)


def test_shares_published_without_counts_are_averaged():
    mean = neighbour_mean("counts", 100, [(50.0, 50.0, 100.0), (10.0, None, None)])
    assert mean and (mean.value, mean.made) == (30, "mean")


def test_scores_are_weighted_by_what_they_were_weighted_by():
    mean = neighbour_mean("weighted_mean", 1, [(20.0, None, 300.0), (40.0, None, 100.0)])
    assert mean and (mean.value, mean.made) == (25, "aggregated")


def test_a_withheld_neighbour_is_left_out_and_counted_as_missing():
    mean = neighbour_mean("counts", 100, [(None, None, 80.0), (40.0, 4.0, 10.0)])
    assert mean and (mean.value, mean.known, mean.neighbours) == (40, 1, 2)


def test_neighbours_without_a_figure_have_no_mean():
    assert neighbour_mean("counts", 100, [(None, None, None)]) is None
