"""What the browsing server must not do: write, hand the raw file out, or be reached from elsewhere."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from crawler.store.database import raw_path
from tests.browse.conftest import Browser, Server
from tests.browse.corpus import PAGES, PROJECT

CHROMIUM = shutil.which("chromium")


def test_one_database_is_served_and_it_is_not_the_raw_file(browser: Browser, corpus: Path) -> None:
    assert raw_path(corpus).exists()
    assert [database["name"] for database in browser.json("/-/databases.json")] == ["mine"]
    assert browser.get("/mine-raw").status == 404
    assert browser.get("/mine-raw/blobs").status == 404
    assert browser.get("/mine/blobs").status == 404


@pytest.mark.parametrize("path", ["/mine.db", "/mine-raw.db"])
def test_no_database_file_can_be_downloaded(browser: Browser, path: str) -> None:
    page = browser.get(path)
    assert page.status in (403, 404)
    assert "SQLite format" not in page.html
    assert browser.json("/-/settings.json")["allow_download"] is False


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM reports",
        "WITH gone AS (SELECT 1) DELETE FROM reports",
        "WITH made AS (SELECT 1) INSERT INTO body_names SELECT 'x', id FROM bodies",
        "DROP TABLE reports",
        "PRAGMA writable_schema = 1",
        "SELECT 1; DELETE FROM reports",
        "ATTACH DATABASE '{raw}' AS raw",
        "SELECT * FROM raw.blobs",
        "SELECT load_extension('x')",
    ],
)
def test_no_sql_writes_or_reaches_another_file(browser: Browser, corpus: Path, sql: str) -> None:
    page = browser.get("/mine?" + urlencode({"sql": sql.format(raw=raw_path(corpus))}))
    assert page.status == 400
    with sqlite3.connect(f"{corpus.as_uri()}?mode=ro", uri=True) as connection:
        assert connection.execute("SELECT count(*) FROM reports").fetchone() == (5,)
        assert connection.execute("SELECT count(*) FROM body_names WHERE name = 'x'").fetchone() == (0,)


@pytest.mark.parametrize("path", ["/mine", "/mine/reports", "/mine/failed_checks"])
def test_nothing_can_be_posted(browser: Browser, path: str) -> None:
    before = browser.json("/mine/reports.json?_shape=array")
    assert browser.post(path, {"sql": "DELETE FROM reports", "title": "x"}).status >= 400
    assert browser.json("/mine/reports.json?_shape=array") == before


def ask(server: Server, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_the_command_serves_the_pages_and_the_questions_over_http(server: Server) -> None:
    for path in ("/", "/demo", "/demo/current_reports", "/demo/failed_checks", "/demo/one_report"):
        status, html = ask(server, path)
        assert status == 200, path
        assert "演示数据" in html, path
    status, html = ask(server, "/demo/reports_of_body?name=" + quote("昆明"))
    assert status == 200
    assert f'href="{PAGES["2022"]}"' in html
    assert ask(server, "/demo.db")[0] == 403
    assert ask(server, "/demo-raw")[0] == 404


def test_the_command_says_what_it_serves(server: Server) -> None:
    assert "demo.db: demonstration data (演示数据)" in server.said[0].replace("\n", "")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "no such database"),
        (b"SQLite it is not, but long enough to be looked at " * 30, "is not an SQLite database"),
    ],
)
def test_a_file_that_cannot_be_browsed_is_one_line(tmp_path: Path, content: bytes | None, complaint: str) -> None:
    database = tmp_path / "some.db"
    if content is not None:
        for file in (database, raw_path(database)):
            file.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-m", "crawler", "browse", "--database", str(database)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "COLUMNS": "250"},
    )
    assert done.returncode == 1
    assert complaint in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(("family", "address"), [(socket.AF_INET, "127.0.0.2"), (socket.AF_INET6, "::1")])
def test_only_127_0_0_1_is_bound(server: Server, family: socket.AddressFamily, address: str) -> None:
    """A server bound to every address would answer on these two as well; both are this machine's own."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as bound:
        bound.connect(("127.0.0.1", server.port))
    with socket.socket(family, socket.SOCK_STREAM) as elsewhere:
        elsewhere.settimeout(10)
        assert elsewhere.connect_ex((address, server.port)) != 0


@pytest.mark.chromium
@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (on Debian: apt-get install chromium)")
@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/", ["演示数据", "年度报告（现行版本） · current_reports"]),
        ("/demo/current_reports", ["昆明市政务服务管理局2023年政府信息公开工作年度报告", PAGES["2023"]]),
        ("/demo/failed_checks", ["applications.*.total", PAGES["2022"]]),
    ],
)
def test_a_real_browser_shows_the_pages(server: Server, tmp_path: Path, path: str, shown: list[str]) -> None:
    assert CHROMIUM is not None
    arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--dump-dom"]
    done = subprocess.run(
        [CHROMIUM, *arguments, f"--user-data-dir={tmp_path}", f"http://127.0.0.1:{server.port}{path}"],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    words = re.sub(r"<(style|script)\b.*?</\1>", "", done.stdout, flags=re.DOTALL)
    for text in shown:
        assert text in words
