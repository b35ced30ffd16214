"""A download is from an official host, whole, of one version, and bounded; or it is refused."""

import gzip
import time
from dataclasses import replace

import pytest
from official_server import Reply, versioned

from etl.download import OFFICIAL_FOLDERS, OFFICIAL_HOSTS, Client
from etl.transfer import DownloadError, Validators

TABLE = b"code,value\n" + b"E05000001,1\n" * 30_000  # larger than several chunks
UPDATED = b"code,value\n" + b"E05000001,2\n" * 30_000


@pytest.fixture
def part(tmp_path):
    return tmp_path / "table.csv"


def test_a_file_arrives_whole_with_its_version(official, client, part):
    url = official.at("/table.csv", versioned(TABLE, '"one"'))
    answer = client.download(url, part)
    assert part.read_bytes() == TABLE
    assert answer.validators == Validators('"one"')
    assert answer.content_type == "text/csv"


def test_progress_tells_what_is_here_and_how_much_there_will_be(official, client, part):
    told = []
    url = official.at("/table.csv", Reply(TABLE))
    client.download(url, part, progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, len(TABLE))
    assert told[-1] == (len(TABLE), len(TABLE))
    assert len(told) > 3


@pytest.mark.parametrize(
    "url",
    [
        "http://www.gov.uk/file.csv",
        "ftp://www.gov.uk/file.csv",
        "https://example.org/file.csv",
        "https://www.gov.uk.example.org/file.csv",
        "https://www.gov.uk@example.org/file.csv",
        "https://someone@www.gov.uk/file.csv",
        "https://www.gov.uk:8443/file.csv",
        "https://127.0.0.1/file.csv",
        "file:///etc/hostname",
    ],
)
def test_nothing_but_an_official_host_over_https_is_ever_asked(url, monkeypatch):
    client = Client()
    monkeypatch.setattr(client._session, "get", lambda *a, **k: pytest.fail("it was asked"))
    with pytest.raises(DownloadError, match=r"is not https|is not an official host"):
        client.open(url, {})


def test_the_list_of_official_hosts_holds_names_alone():
    assert all(host == host.lower() and "/" not in host for host in OFFICIAL_HOSTS)
    assert not any("*" in host or ":" in host or "@" in host for host in OFFICIAL_HOSTS)


def test_a_host_that_anyone_publishes_on_is_asked_for_a_publishers_own_folder_alone(
    official, client
):
    client.hosts, client.folders = frozenset(), {official.host: ("/DfE/",)}
    assert client.read(official.at("/DfE/table.csv", Reply(TABLE))).body == TABLE
    for path in ("/DfEvil/table.csv", "/DfE/../evil/table.csv", "/DfE/%2E%2e/evil/table.csv"):
        with pytest.raises(DownloadError, match="is not an official folder"):
            client.read(official.address + path)
    assert len(official.asked) == 1


def test_an_official_folder_is_one_account_and_no_beginning_of_its_name():
    folders = [folder for host in OFFICIAL_FOLDERS.values() for folder in host]
    assert all(folder.startswith("/") and folder.endswith("/") for folder in folders)
    assert not set(OFFICIAL_FOLDERS) & OFFICIAL_HOSTS


def test_a_redirect_within_official_hosts_is_followed(official, client):
    official.at("/new", Reply(b"a,b\n"))
    url = official.at("/old", Reply(b"", 301, headers={"Location": "/new"}))
    assert client.read(url).body == b"a,b\n"


def test_a_redirect_to_a_foreign_host_is_refused_before_it_is_asked(official, client):
    foreign = f"https://127.0.0.1:{official.port}/secret"
    official.at("/secret", Reply(b"a,b\n"))
    url = official.at("/table.csv", Reply(b"", 302, headers={"Location": foreign}))
    with pytest.raises(DownloadError, match=r"^127.0.0.1:\d+, to which localhost:\d+ redirects"):
        client.read(url)
    assert official.requests("/secret") == []


def test_a_redirect_away_from_https_is_refused(official, client):
    url = official.at(
        "/table.csv", Reply(b"", 302, headers={"Location": f"http://{official.host}/table.csv"})
    )
    with pytest.raises(DownloadError, match="is not https"):
        client.read(url)


def test_redirects_without_end_are_left(official, client):
    url = official.at("/round", Reply(b"", 302, headers={"Location": "/round"}))
    with pytest.raises(DownloadError, match="more than 5 redirects"):
        client.read(url)
    assert len(official.asked) == 6


def test_a_certificate_that_nobody_vouches_for_is_refused_at_once(official, waits):
    stranger = Client(hosts=frozenset({official.host}), sleep=waits.append)
    with pytest.raises(DownloadError, match="its certificate is not to be trusted"):
        stranger.read(official.at("/table.csv", Reply(TABLE)))
    assert (official.asked, waits) == ([], [])


def test_an_unchanged_file_costs_one_request_and_no_body(official, client, part):
    url = official.at("/table.csv", versioned(TABLE, '"one"'))
    assert client.download_if_changed(url, part, Validators('"one"')) is None
    assert len(official.asked) == 1


def test_a_file_without_etag_is_asked_for_by_its_date(official, client, part):
    day = "Thu, 26 Mar 2026 09:30:00 GMT"
    url = official.at("/table.csv", Reply(b"", 304))
    assert client.download_if_changed(url, part, Validators("", day)) is None
    assert official.asked[0].headers["If-Modified-Since"] == day


def test_not_found_is_said_at_once(official, client, waits):
    with pytest.raises(DownloadError, match=r"localhost:\d+: answers 404 Not Found for https://"):
        client.read(official.address + "/gone.csv")
    assert (len(official.asked), waits) == (1, [])


def test_too_many_requests_waits_as_long_as_it_is_told(official, client, waits):
    busy = Reply(b"", 429, headers={"Retry-After": "7"})
    assert client.read(official.at("/table.csv", busy, Reply(b"a,b\n"))).body == b"a,b\n"
    assert waits == [7.5]


def test_a_date_to_come_back_at_is_waited_for(official, client, waits):
    client.now = lambda: 1_774_517_400.0  # 09:30:00 that day
    busy = Reply(b"", 503, headers={"Retry-After": "Thu, 26 Mar 2026 09:30:20 GMT"})
    client.read(official.at("/table.csv", busy, Reply(b"a,b\n")))
    assert waits == [20.5]


def test_a_server_that_asks_for_an_hour_is_left_for_another_day(official, client, waits):
    busy = Reply(b"", 429, headers={"Retry-After": "3600"})
    with pytest.raises(DownloadError, match=r"answers 429 Too Many .*, and asks .* for 3,600 sec"):
        client.read(official.at("/table.csv", busy))
    assert waits == []


def test_a_server_that_keeps_failing_is_given_up_after_growing_pauses(official, client, waits):
    with pytest.raises(DownloadError, match=r"answers 500 Internal Server Error \(tried 3 times\)"):
        client.read(official.at("/table.csv", Reply(b"", 500)))
    assert len(official.asked) == 3
    assert waits == [0.75, 1.5]


def test_pauses_differ_by_chance(official, client, waits):
    client.chance = iter([0.0, 1.0]).__next__
    with pytest.raises(DownloadError):
        client.read(official.at("/table.csv", Reply(b"", 502)))
    assert waits == [0.5, 2.0]


def test_a_body_that_breaks_off_is_gone_on_with(official, client, part):
    url = official.at("/table.csv", versioned(TABLE, '"one"', cut=200_000))
    client.download(url, part)
    assert part.read_bytes() == TABLE
    first, second = official.asked
    assert "Range" not in first.headers
    assert int(second.headers["Range"].removeprefix("bytes=").removesuffix("-")) >= 65_536
    assert second.headers["If-Range"] == '"one"'


def test_a_body_that_breaks_off_is_gone_on_with_the_next_day(official, client, part):
    broken = replace(client, limits=replace(client.limits, tries=1))
    url = official.at("/table.csv", versioned(TABLE, '"one"', cut=200_000))
    with pytest.raises(DownloadError, match=r"broke off after [\d,]+ of 360,011 bytes"):
        broken.download(url, part)
    here = part.stat().st_size
    assert here >= 65_536
    client.download(url, part)
    assert part.read_bytes() == TABLE
    assert official.asked[-1].headers["Range"] == f"bytes={here}-"


def test_a_server_that_does_not_know_ranges_sends_it_all_again(official, client, part):
    tag = {"ETag": '"one"'}
    url = official.at("/t.csv", Reply(TABLE, headers=tag, cut=200_000), Reply(TABLE, headers=tag))
    client.download(url, part)
    assert part.read_bytes() == TABLE
    assert "Range" in official.asked[1].headers


def test_parts_of_two_versions_are_never_put_together(official, client, part):
    url = official.at(
        "/table.csv", versioned(TABLE, '"one"', cut=200_000), versioned(UPDATED, '"two"')
    )
    assert client.download(url, part).validators.etag == '"two"'
    assert part.read_bytes() == UPDATED


def test_an_answer_that_goes_on_from_elsewhere_is_not_used(official, client, part):
    wrong = Reply(TABLE[9:], 206, headers={"Content-Range": f"bytes 9-360010/{len(TABLE)}"})
    url = official.at(
        "/t.csv", versioned(TABLE, '"one"', cut=200_000), wrong, versioned(TABLE, '"one"')
    )
    client.download(url, part)
    assert part.read_bytes() == TABLE
    assert "Range" not in official.asked[2].headers


def test_a_rest_that_comes_in_pieces_is_put_together(official, client, part):
    pieces = versioned(TABLE, '"one"', cut=200_000)

    def piece(asked):
        start = int(asked.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        span = f"bytes {start}-{start + 999}/{len(TABLE)}"
        body = TABLE[start : start + 1000]
        return Reply(body, 206, headers={"ETag": '"one"', "Content-Range": span})

    client.download(official.at("/table.csv", pieces, piece, pieces), part)
    assert part.read_bytes() == TABLE
    second, third = (int(asked.headers["Range"][6:-1]) for asked in official.asked[1:])
    assert third == second + 1000


def test_a_compressed_answer_that_breaks_off_is_begun_afresh(official, client, part):
    mixed = b"".join(b"%d,%d\n" % (n, n * n % 9973) for n in range(60_000))
    packed = gzip.compress(mixed)
    headers = {"Content-Encoding": "gzip", "ETag": '"one"'}
    whole = Reply(packed, headers=headers)
    client.download(official.at("/t.csv", replace(whole, cut=150_000), whole), part)
    assert part.read_bytes() == mixed
    assert "Range" not in official.asked[1].headers


@pytest.mark.parametrize("tag", [{}, {"ETag": 'W/"weak"'}])
def test_a_file_whose_version_is_unknown_is_begun_afresh(official, client, part, tag):
    url = official.at("/t.csv", Reply(TABLE, headers=tag, cut=200_000), Reply(TABLE, headers=tag))
    client.download(url, part)
    assert part.read_bytes() == TABLE
    assert "Range" not in official.asked[1].headers


def test_a_part_of_another_address_is_not_gone_on_with(official, client, part):
    broken = replace(client, limits=replace(client.limits, tries=1))
    with pytest.raises(DownloadError):
        broken.download(official.at("/old.csv", versioned(TABLE, '"one"', cut=200_000)), part)
    client.download(official.at("/new.csv", versioned(UPDATED, '"one"')), part)
    assert part.read_bytes() == UPDATED


def test_a_server_that_says_nothing_is_given_up(official, client, waits):
    began = time.monotonic()
    with pytest.raises(DownloadError, match=r"says nothing for 0.3 seconds.* \(tried 3 times\)"):
        client.read(official.at("/table.csv", Reply(TABLE, cut=0, stall=True)))
    assert time.monotonic() - began < 5
    assert len(waits) == 2


def test_a_server_that_falls_silent_half_way_is_asked_for_the_rest(official, client, part):
    url = official.at("/table.csv", versioned(TABLE, '"one"', cut=200_000, stall=True))
    client.download(url, part)
    assert part.read_bytes() == TABLE
    assert "Range" in official.asked[1].headers


def test_a_file_that_says_it_is_too_large_is_not_begun(official, client, part):
    client.limits = replace(client.limits, size=100_000)
    with pytest.raises(DownloadError, match="is larger than the limit of 0 MB"):
        client.download(official.at("/table.csv", Reply(TABLE)), part)
    assert part.stat().st_size == 0


def test_a_file_that_hides_its_length_stops_at_the_limit(official, client, part):
    client.limits = replace(client.limits, size=100_000)
    with pytest.raises(DownloadError, match="is larger than the limit"):
        client.download(official.at("/table.csv", Reply(TABLE, chunked=True)), part)
    assert part.stat().st_size < 200_000


def test_a_compressed_answer_is_measured_as_it_unfolds(official, client, part):
    client.limits = replace(client.limits, size=100_000)
    packed = Reply(gzip.compress(TABLE), headers={"Content-Encoding": "gzip"})
    assert len(packed.body) < 5_000
    with pytest.raises(DownloadError, match="is larger than the limit"):
        client.download(official.at("/table.csv", packed), part)


def test_a_compressed_answer_is_kept_unfolded(official, client, part):
    packed = Reply(gzip.compress(TABLE), headers={"Content-Encoding": "gzip"})
    client.download(official.at("/table.csv", packed), part)
    assert part.read_bytes() == TABLE


def test_a_drip_is_left_after_the_longest_time_a_download_may_take(official, client, part):
    client.clock = iter(range(0, 10**9, 4000)).__next__
    with pytest.raises(DownloadError, match="takes longer than 3,600 seconds"):
        client.download(official.at("/table.csv", Reply(TABLE)), part)


def test_a_drip_too_slow_to_fill_a_piece_is_left_too(official, client, part):
    client.limits = replace(client.limits, whole=0.2)
    with pytest.raises(DownloadError, match="takes longer than"):
        client.download(official.at("/table.csv", Reply(TABLE[:400], drip=0.02)), part)
    assert 0 < part.stat().st_size < 400


def test_a_file_is_asked_for_unpacked_so_that_it_can_be_gone_on_with(official, client, part):
    client.download(official.at("/table.csv", Reply(TABLE)), part)
    assert official.asked[0].headers["Accept-Encoding"] == "identity"


def test_what_is_read_at_once_may_come_packed(official, client):
    packed = Reply(gzip.compress(TABLE), headers={"Content-Encoding": "gzip"})
    assert client.read(official.at("/table.csv", packed)).body == TABLE
    assert official.asked[0].headers["Accept-Encoding"] == "gzip"


def test_a_host_that_cannot_be_reached_is_tried_once_for_the_next_file(official, client, waits):
    official.close()
    with pytest.raises(DownloadError, match=r"cannot be reached \(tried 3 times\)"):
        client.read(official.address + "/one.csv")
    with pytest.raises(DownloadError, match=r"cannot be reached \(tried once\)"):
        client.read(official.address + "/two.csv")
    assert len(waits) == 2
