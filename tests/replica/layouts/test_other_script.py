"""A list drawn by its script: nothing in the source, everything after a browser has run it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urljoin

import lxml.html
import pytest

from crawler.replica.families import empty_site, filled
from tests.replica.layouts.visiting import Visitor, assert_readable, pattern

CHROMIUM = shutil.which("chromium")
SITE = filled(empty_site("script", "other", "演示申区水务局", "310115", style="other_script"))
ROWS = urljoin(SITE.list_path, "list.json")


@pytest.fixture
def visitor():
    return Visitor(SITE)


@pytest.fixture
def loopback(visitor) -> Iterator[str]:
    """The site on a loopback port of its own, since a browser does not take the replica's authority by itself."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = visitor.reply(self.path)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *words: object) -> None:
            """Nothing: the test's own output is enough."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_source_of_a_page_holds_no_row(visitor):
    page = visitor.page(SITE.list_path)
    assert not [link for link in page.tree.cssselect("a") if re.search(pattern(SITE), link.get("href") or "")]
    assert not any(article.title in page.source or article.path in page.source for article in SITE.articles)
    assert visitor.page(f"{SITE.list_path}?page=2").source == page.source


def test_no_answer_of_the_interface_holds_an_address(visitor):
    answers = [json.loads(visitor.reply(f"{ROWS}?page={page}").body) for page in (1, 2, 3)]
    assert [row["title"] for answer in answers for row in answer["list"]] == [row.title for row in SITE.articles]
    assert [answer["total"] for answer in answers] == [len(SITE.articles)] * 3
    assert not any(article.path in json.dumps(answers) for article in SITE.articles)


@pytest.mark.chromium
@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (on Debian: apt-get install chromium)")
def test_a_browser_sees_every_row_and_is_led_to_the_next_page(loopback, tmp_path):
    found, path = [], SITE.list_path
    while path:
        page = drawn(loopback + path, tmp_path)
        found += [link.get("href") for link in page.cssselect("#rows a")]
        assert f"共{len(SITE.articles)}条" in page.cssselect("#pager")[0].text_content()
        following = [link.get("href") for link in page.cssselect("#pager a") if link.text_content() == "下一页"]
        path = urljoin(path, following[0]) if following else ""
    assert found == [article.path for article in SITE.articles]


def drawn(url: str, profile: object) -> lxml.html.HtmlElement:
    """The page as it stands after its scripts have run."""
    done = subprocess.run(
        [
            str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-proxy-server",
            f"--user-data-dir={profile}", "--virtual-time-budget=2000", "--dump-dom", url,
        ],
        capture_output=True,
        timeout=60,
        check=True,
    )  # fmt: skip
    return lxml.html.document_fromstring(done.stdout, parser=lxml.html.HTMLParser(encoding="utf-8"))


def test_a_report_is_readable(visitor):
    assert_readable(visitor)
