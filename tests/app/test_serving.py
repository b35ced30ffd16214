"""The app as it is served: by gunicorn with the real settings, in the container's layout,
behind nginx.

No container engine is needed: the steps of the Dockerfile are taken one by one outside one.
"""

from __future__ import annotations

import gzip
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path

import pytest
from conftest import SHARED_CACHE
from packaging.markers import Marker
from tiny_release import BIRMINGHAM, LOW_INCOME

from app.main import ROOT, prepared
from benchmarks.browser import chromium

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
AREA = f"/area/{BIRMINGHAM}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return as soon as the port is open, before anything was asked."""
    for _ in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, log.read_text("utf-8")
        time.sleep(0.05)
    raise AssertionError(f"nothing listens: {log.read_text('utf-8')}")


@contextmanager
def running(command: list[str], port: int, log: Path, **options: object) -> Iterator[int]:
    """Run a server until the block ends; give its process id."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, **options)
    try:
        wait_for(port, process, log)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def settings(port: int, release: Path, tmp_path: Path, **more: str) -> dict[str, str]:
    return os.environ | {
        "ATLAS_BIND": f"127.0.0.1:{port}",
        "ATLAS_RELEASE": str(release),
        "ATLAS_CACHE": str(SHARED_CACHE),
        "ATLAS_VIEWS": str(tmp_path / "views"),
        "WEB_CONCURRENCY": "2",
        **more,
    }


GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]


@contextmanager
def gunicorn(release: Path, tmp_path: Path, command: list[str] = GUNICORN, **more: str):
    prepared(release, SHARED_CACHE)
    port = free_port()
    environment = settings(port, release, tmp_path, **more)
    with running(command, port, tmp_path / "gunicorn.log", cwd=ROOT, env=environment) as pid:
        yield port, pid


def addresses_of(page: str) -> list[str]:
    """Return what a browser fetches as soon as it has read a page."""
    found = re.findall(r'(?:src|(?<!rel="canonical" )href)="(/[^"]+)"', page)
    return [*found, "/_dash-layout", "/_dash-dependencies"]


def load(port: int, address: str) -> list[tuple[int, str]]:
    """Do what a browser does with a page; return the status of every answer."""
    status, _, page = get(port, address)
    rest = addresses_of(page.decode())
    return [(status, address), *((get(port, other)[0], other) for other in rest)]


@pytest.mark.slow
def test_five_cold_starts_with_two_workers_answer_nothing_but_success(embedded_folder, tmp_path):
    early = [
        "/_dash-layout",
        "/_dash-dependencies",
        "/_dash-component-suites/dash/dcc/async-graph.js",
    ]
    pages = [AREA, "/", "/about", "/data"] * 3
    for _ in range(5):
        with gunicorn(embedded_folder, tmp_path) as (port, _), ThreadPoolExecutor(18) as browsers:
            first = [browsers.submit(get, port, address) for address in early * 2]
            loads = [browsers.submit(load, port, address) for address in pages]
            answers = [answer for task in loads for answer in task.result()]
            statuses = {task.result()[0] for task in first}
        assert len(answers) > 200
        assert [answer for answer in answers if answer[0] != 200] == []
        assert statuses == {200}


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def resident(pid: int) -> int:
    """Return a process's resident memory in kB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1])


BARE = """
import plotly.graph_objects, dash_bootstrap_components
from dash import Dash, dcc, html
app = Dash("bare")
app.layout = html.Div([dcc.Location(id="url"), dcc.Graph(id="chart")])
app.server.test_client().get("/")
server = app.server
"""


@pytest.mark.slow
def test_a_worker_takes_at_most_half_as_much_memory_again_as_bare_dash(embedded_folder, tmp_path):
    (tmp_path / "bare.py").write_text(BARE)
    used = {}
    for name, command in {"bare": [*GUNICORN, "bare:server"], "atlas": GUNICORN}.items():
        path = str(tmp_path)
        with gunicorn(embedded_folder, tmp_path, command, PYTHONPATH=path) as (port, pid):
            for _ in range(40):
                for address in ("/", AREA, "/_dash-layout", "/_dash-dependencies"):
                    get(port, address)
            used[name] = max(resident(child) for child in children(pid))
    assert used["atlas"] <= 1.5 * used["bare"], used


# The container, step by step


def stage(name: str) -> str:
    """Return the instructions of one stage of the Dockerfile."""
    return re.search(rf"AS {name}\n(.*?)(?=\nFROM |\Z)", DOCKERFILE, re.DOTALL)[1]


def locked_packages() -> dict[str, str]:
    """Return name → version of what ``locks/serve.txt`` installs on this Python."""
    lines = (ROOT / "locks" / "serve.txt").read_text("utf-8").splitlines()
    pins = [re.match(r"([\w.-]+)==([\w.]+) ?(?:; (.*?))? ?\\?$", line) for line in lines]
    return {
        pin[1]: pin[2] for pin in pins if pin and (not pin[3] or Marker(pin[3].strip()).evaluate())
    }


def install(packages: list[str], venv: Path) -> None:
    """Link packages of this environment into another: what ``pip install`` would put there."""
    site = next((venv / "lib").glob("python*/site-packages"))
    for package in packages:
        files = distribution(package).files or []
        for top in {file.parts[0] for file in files} - {"..", "__pycache__"}:
            link = site / top
            if not link.exists():
                link.symlink_to(distribution(package).locate_file(top))


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory, embedded_folder: Path) -> Path:
    """What the image holds: the folder that stands for ``/`` of the container."""
    root = tmp_path_factory.mktemp("image")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", root / "venv"], check=True)
    install(list(locked_packages()), root / "venv")
    atlas = root / "srv" / "atlas"
    atlas.mkdir(parents=True)
    for source in re.findall(r"^COPY (?!--)(\S+) \S+$", stage("prepared"), re.MULTILINE):
        origin = embedded_folder if source == "geodata" else ROOT / source
        if origin.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(origin, atlas / source, ignore=ignored)
        else:
            shutil.copy(origin, atlas / source)
    cache = root / "srv" / "cache"
    cache.mkdir()
    prepared(embedded_folder, SHARED_CACHE)
    for folder in SHARED_CACHE.glob("[!.]*"):  # made once already; named by their content
        if not folder.name.startswith("views"):
            shutil.copytree(folder, cache / folder.name, copy_function=os.link)
    for command in re.findall(
        r"^RUN (/venv/bin/python -m app .+)$", stage("prepared"), re.MULTILINE
    ):
        inside = command.replace("/venv", f"{root}/venv").replace("/srv", f"{root}/srv")
        subprocess.run(inside.split(), cwd=atlas, check=True, env={"PATH": os.environ["PATH"]})
    uninstalled = re.search(r"pip uninstall --yes (.+)", stage("prepared"))[1].split()
    for package in uninstalled:
        next((root / "venv" / "lib").glob(f"python*/site-packages/{package}")).unlink()
    return root


def test_every_package_of_the_image_is_pinned_with_a_hash():
    text = (ROOT / "locks" / "serve.txt").read_text("utf-8")
    assert "--require-hashes -r /tmp/serve.txt" in DOCKERFILE
    packages = [line for line in text.splitlines() if re.match(r"\w", line)]
    assert len(packages) > 30 and all(re.match(r"[\w.-]+==\S+", line) for line in packages)
    assert text.count("--hash=sha256:") >= len(packages)


def test_the_packages_tested_here_are_the_images():
    here = {name: distribution(name).version for name in locked_packages()}
    assert here == locked_packages()


def test_the_image_runs_as_nobody_who_owns_anything():
    assert re.search(r"^USER atlas$", stage("app"), re.MULTILINE)
    assert re.search(r"^HEALTHCHECK ", stage("app"), re.MULTILINE)
    compose = (ROOT / "compose.yaml").read_text("utf-8")
    assert compose.count("read_only: true") == compose.count("cap_drop: [ALL]") == 2


@pytest.mark.slow
def test_the_image_serves_with_its_own_packages_and_a_read_only_root(image: Path, tmp_path: Path):
    environment = dict(re.findall(r"(ATLAS_\w+|WEB_CONCURRENCY|PYTHON\w+)=(\S+)", stage("app")))
    environment = {
        name: value.replace("/srv", f"{image}/srv") for name, value in environment.items()
    }
    port = free_port()
    environment |= {
        "ATLAS_BIND": f"127.0.0.1:{port}",
        "ATLAS_VIEWS": str(tmp_path / "views"),
        "PATH": f"{image}/venv/bin:{os.environ['PATH']}",
    }
    before = {path: path.stat().st_mtime_ns for path in (image / "srv").rglob("*")}
    command = json.loads(re.search(r"^CMD (.+)$", stage("app"), re.MULTILINE)[1])
    assert command == ["gunicorn", "--config", "gunicorn.conf.py"]
    run = [f"{image}/venv/bin/python", "-m", *command]
    log = tmp_path / "log"
    with running(run, port, log, cwd=image / "srv" / "atlas", env=environment):
        status, _, page = get(port, AREA)
        assert status == 200
        for address in addresses_of(page.decode()):
            assert get(port, address)[0] == 200, address
        assert get(port, "/readyz")[0] == 200
        body = json.dumps({"postcode": "B1 1BB"})
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("POST", "/postcode", body, {"Content-Type": "application/json"})
        assert json.loads(connection.getresponse().read())["council"]["code"] == BIRMINGHAM
    assert {path: path.stat().st_mtime_ns for path in (image / "srv").rglob("*")} == before
    for line in log.read_text("utf-8").splitlines():
        json.loads(line)


# nginx in front


@contextmanager
def nginx(image: Path, app_port: int, tmp_path: Path) -> Iterator[int]:
    """Run nginx with the settings of the image, its paths and ports moved."""
    assert NGINX, "nginx is not installed: `make browser` installs what the tests drive"
    port = free_port()
    text = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    for inside, outside in {
        " /tmp/": f" {tmp_path}/",
        "server app:8000": f"server 127.0.0.1:{app_port}",
        "listen 8080": f"listen 127.0.0.1:{port}",
        "root /srv/www": f"root {image}/srv/www",
        "/dev/stdout": f"{tmp_path}/access.log",
    }.items():
        assert inside in text
        text = text.replace(inside, outside)
    if (
        os.geteuid() == 0
    ):  # the image's user is not root, so here neither is who must read the files
        text = f"user root;\n{text}"
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(text)
    checked = [NGINX, "-t", "-q", "-c", str(configuration)]
    subprocess.run(checked, check=True)
    run = [NGINX, "-c", str(configuration), "-g", "daemon off;"]
    with running(run, port, tmp_path / "nginx.log"):
        yield port


@pytest.mark.slow
def test_nginx_serves_the_prepared_files_and_passes_on_the_rest(
    image: Path, embedded_folder: Path, tmp_path: Path
):
    release = json.loads((embedded_folder / "manifest.json").read_text("utf-8"))["release_id"]
    values = f"/v/{release}/values/{BIRMINGHAM}/{LOW_INCOME}.json"
    with gunicorn(embedded_folder, tmp_path) as (app, _), nginx(image, app, tmp_path) as port:
        status, headers, page = get(port, AREA)
        assert status == 200 and "content-security-policy" in headers
        for address in addresses_of(page.decode()):
            status, headers, content = get(port, address)
            assert status == 200, address
            assert content == get(app, address)[2] or "_dash-" in address, address
            kept = headers["cache-control"]
            assert kept == get(app, address)[1]["cache-control"], address

        for accepted, coding, suffix in (("gzip, br", "br", "br"), ("gzip", "gzip", "gz")):
            _, headers, content = get(port, values, **{"Accept-Encoding": accepted})
            file = image / "srv" / "www" / f"{values[1:]}.{suffix}"
            assert headers["content-encoding"] == coding and content == file.read_bytes()
            assert "accept-encoding" in headers["vary"].lower()
        assert headers["cache-control"] == "public, max-age=31536000, immutable"
        assert headers["x-content-type-options"] == "nosniff"
        known = {"Accept-Encoding": "gzip", "If-None-Match": headers["etag"]}
        again = get(port, values, **known)
        assert again[0] == 304
        assert get(port, f"{values}.br")[0] == get(port, f"{values}.gz")[0] == 404

        table = f"/data/councils/{BIRMINGHAM}.csv"
        _, headers, content = get(port, table, **{"Accept-Encoding": "gzip"})
        assert headers["content-encoding"] == "gzip"
        assert gzip.decompress(content) == get(app, table)[2]

        status, _, answer = get(port, "/v/0000/values/x.json")
        assert status == 404 and json.loads(answer)["release"] == release
        status, headers, _ = get(port, "/area/nowhere", **{"X-Forwarded-Proto": "https"})
        assert status == 404 and "strict-transport-security" in headers
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("POST", "/postcode", "x" * 70_000)
        assert connection.getresponse().status == 413
    served = (tmp_path / "access.log").read_text("utf-8")
    assert "127.0.0.1" not in served and all(map(json.loads, served.splitlines()))
    passed_on = (tmp_path / "gunicorn.log").read_text("utf-8")
    lines = [line for line in passed_on.splitlines() if line.startswith("{")]  # no progress
    asked = [json.loads(line).get("path") for line in lines]
    assert AREA in asked
    assert values not in asked  # nginx answered by itself


@pytest.mark.slow
def test_one_network_that_asks_too_much_is_put_off_and_the_others_are_answered(
    image: Path, embedded_folder: Path, tmp_path: Path
):
    release = json.loads((embedded_folder / "manifest.json").read_text("utf-8"))["release_id"]
    values = f"/v/{release}/values/{BIRMINGHAM}/{LOW_INCOME}.json"
    rude = {"X-Forwarded-For": "203.0.113.5"}
    slides = f"/area/{BIRMINGHAM}/report.pptx?i=nothing"  # costs the app nothing: 404
    with gunicorn(embedded_folder, tmp_path) as (app, _), nginx(image, app, tmp_path) as port:
        answers = [get(port, slides, **rude) for _ in range(20)]
        assert {status for status, _, _ in answers} == {404, 429}
        _, headers, words = answers[-1]
        assert headers["retry-after"] == "5" and b"Wait a few seconds" in words
        assert get(port, AREA, **rude)[0] == 200  # pages are counted for themselves
        assert get(port, slides, **{"X-Forwarded-For": "203.0.113.6"})[0] == 404

        with ThreadPoolExecutor(8) as browsers:
            asked = browsers.map(lambda _: get(port, "/healthz", **rude)[0], range(1000))
            assert set(asked) == {200, 429}
        assert get(port, "/healthz", **{"X-Forwarded-For": "203.0.113.6"})[0] == 200
        assert get(port, values, **rude)[0] == 200  # nginx's own files are open to everybody
    written = [*tmp_path.glob("*.log")]
    assert len(written) == 3
    assert not any("203.0.113" in log.read_text("utf-8") for log in written)


# In the browser


@pytest.mark.browser
@pytest.mark.slow
def test_the_browser_meets_no_violation_of_the_policy_and_no_other_host(embedded_folder, tmp_path):
    told: list[str] = []
    hosts: set[str] = set()
    statuses: list[tuple[int, str]] = []
    watch = "addEventListener('securitypolicyviolation', e => console.error(e.violatedDirective))"
    with gunicorn(embedded_folder, tmp_path) as (port, pid), chromium() as browser:
        page = browser.new_page()
        page.add_init_script(watch)
        page.on("console", lambda said: told.append(said.text) if said.type == "error" else None)
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        page.on("response", lambda answer: statuses.append((answer.status, answer.url)))
        for address in ("/", AREA, f"{AREA}?i={LOW_INCOME}&c=council", "/data", "/about"):
            page.goto(f"http://127.0.0.1:{port}{address}")
            page.wait_for_selector("h1")
            if address.startswith(AREA):  # charts, which come last, are drawn under the policy too
                page.wait_for_selector(".js-plotly-plot .main-svg", timeout=90_000)
            page.wait_for_load_state("networkidle")
        loaded = "".join(Path(f"/proc/{child}/maps").read_text() for child in children(pid))
    assert told == []
    assert not re.search(r"/(pandas|pyarrow|numpy)/", loaded)  # what a worker has no need of
    assert hosts <= {f"127.0.0.1:{port}", ""}
    assert [entry for entry in statuses if entry[0] >= 400] == []
