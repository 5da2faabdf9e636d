"""Walks of whole sources: real crawls of a small web on loopback, each in a process of its own.

One crawl holds many sources, each on a host of its own with one thing wrong, so that every crawl also shows that one
source's trouble does not touch another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from types import ModuleType
from typing import Any

import pytest

from crawler.items import KnownEntry, VisitOutcome
from crawler.sources import Source

LIST = "/zfxxgk/zfxxgknb/"


def article(number: int) -> str:
    return f"/c/2024-01-{number:02}/{number}.shtml"


def line(number: int, title: str | None = None) -> str:
    title = title or f"{2000 + number}年政府信息公开工作年度报告"
    return f"<li><a href='{article(number)}'>{title}</a><span>2024-01-{number:02}</span></li>"


def list_page(numbers: range, *, said: int | None = None, pages: int | None = None, extra: str = "") -> str:
    stated = f"共 {said} 条" if said is not None else ""
    script = f"<script>if(ele.value>{pages}){{ele.value={pages}}}</script>" if pages is not None else ""
    lines = "".join(line(number) for number in numbers)
    return f"<html><body><ul>{lines}{extra}</ul><p>{stated}</p>{script}</body></html>"


def report_page(text: str = "一、总体情况", links: str = "") -> str:
    return f"<html><head><title>年报</title></head><body><div id='zoom'><p>{text}</p>{links}</div></body></html>"


class Nation:
    """Sources on hosts of their own: `good` ones are served whole, then something is taken away."""

    def __init__(self, web: Any, source: Callable[..., Source]) -> None:
        self.web = web
        self.sources: list[Source] = []
        self._source = source

    def add(self, name: str, **changes: object) -> str:
        """A source with three reports on one page; returns its host."""
        host = f"{name}.gov.cn"
        row = self._source(**({"id": name, "list_url": f"https://{host}{LIST}"} | changes))
        self.sources.append(row)
        self.web.serve(host + LIST, list_page(range(1, 4), said=3))
        for number in range(1, 31):
            self.web.serve(host + article(number), report_page(f"{2000 + number}年政府信息公开工作年度报告"))
        return host


@pytest.fixture
def nation(web: Any, source: Callable[..., Source]) -> Nation:
    return Nation(web, source)


def serve_misleading(web: Any, loopback: ModuleType) -> None:
    """Where the redirects of `circle` and `front` lead."""
    web.serve("circle.gov.cn/a", loopback.redirect("/b"))
    web.serve("circle.gov.cn/b", loopback.redirect("/a"))
    web.serve("front.gov.cn/index.html", "<html><title>某局</title><p>welcome</p></html>")


def test_troubles_end_in_their_own_visit(nation: Nation, loopback: ModuleType) -> None:
    """Every misbehaviour of a list or of a report page, in one crawl, and one good source among them."""
    web, answer = nation.web, loopback.Answer
    expected: dict[str, tuple[VisitOutcome, str]] = {}

    def case(name: str, outcome: VisitOutcome, words: str, *answers: Any, at: str = LIST) -> None:
        host = nation.add(name)
        web.serve(host + at, *answers)
        expected[name] = (outcome, words)

    case("good", "complete", "", list_page(range(1, 4), said=3))
    for number in (1, 2, 3):  # slow enough that two requests at a time would meet
        web.serve("good.gov.cn" + article(number), answer(report_page(), manner="slow"))
    case("dropped", "down", "the connection broke off", answer(manner="drop"))
    case("partial", "down", "broke off before its end", answer("<html>", manner="partial"))
    case("silent", "down", "no answer in time", answer(manner="silent"))
    case("endless", "incomplete", "larger than", answer(manner="endless"))
    case("bomb", "incomplete", "larger than", loopback.gzip_bomb(3_000_000))
    case("busy", "down", "HTTP 429", answer("", 429, {"Retry-After": "1"}))
    case("ill", "down", "HTTP 503", answer("", 503))
    case("gone", "moved", "HTTP 404", answer("", 404))
    case("refused", "blocked", "HTTP 403", answer("no", 403))
    case("circle", "blocked", "redirect", loopback.redirect("/a"))
    serve_misleading(web, loopback)
    case("itself", "blocked", "redirect to itself", loopback.redirect(LIST))
    case("poisoned", "moved", "outside the registered hosts", loopback.redirect("https://lucky-casino.cn/"))
    case("front", "blocked", "front page", loopback.redirect("/index.html"))
    case("refreshed", "moved", "refreshes to", '<html><meta http-equiv="refresh" content="0;url=/new/"></html>')
    case("challenge", "blocked", "瑞数", answer("<html><script>$_ts=window['$_ts']</script></html>", 412))
    case("empty", "empty", "shows no entry", "<html><body><ul></ul></body></html>")
    case("forbidden", "disallowed", "robots.txt", "User-agent: *\nDisallow: /zfxxgk", at="/robots.txt")
    case("waits", "down", "robots.txt", answer("", 503), at="/robots.txt")
    case("short", "incomplete", "says that it holds 37 entries, 3 were seen", list_page(range(1, 4), said=37))
    case("lost", "incomplete", "HTTP 404", answer("", 404), at=article(2))
    case("shell", "blocked", "C3VK", "<html><script>document.cookie='C3VK=1'</script></html>", at=article(2))
    case("astray", "incomplete", "outside the registered", loopback.redirect("https://lucky-casino.cn/"), at=article(2))
    nation.add("confused")
    expected["confused"] = ("incomplete", "LookupError: what is held of confused is not to be had")

    settings = {"DOWNLOAD_TIMEOUT": 2, "DOWNLOAD_MAXSIZE": 1_000_000, "RETRY_TIMES": 1}
    crawl = loopback.crawl(web, nation.sources, settings=settings, trouble="confused")

    visits = crawl.visits()
    assert {name: visits[name]["outcome"] for name in expected} == {name: case[0] for name, case in expected.items()}
    assert {name: words for name, (_, words) in expected.items() if words not in visits[name]["reason"]} == {}
    assert not any("\n" in visit["reason"] for visit in visits.values())
    assert visits["good"]["reason"] == ""
    assert not any("were lost" in visit["reason"] for visit in visits.values())
    last = {item["source_id"]: item["item"] for item in crawl.items}
    assert set(last.values()) == {"EndedVisit"}, "a visit ends last for its source"
    assert not any("lucky-casino" in address for address in web.asked())
    together = dict(web.together)
    assert set(together.values()) == {1}, f"one request at a time per host: {together}"
    assert {item["source_id"] for item in crawl.of("FetchedResponse") if item["kind"] == "page"} >= {"good", "lost"}
    assert "Traceback" not in crawl.errors
    assert set(crawl.sockets) == {("socket.connect", f"('127.0.0.1', {web.port})")}


def pages(web: Any, host: str, sizes: list[int], name: Callable[[int], str], **stated: int | None) -> None:
    first = 1
    for number, size in enumerate(sizes, 1):
        web.serve(f"{host}{LIST}{name(number)}", list_page(range(first, first + size), **stated))
        first += size


def kunming(number: int) -> str:
    return "" if number == 1 else f"index_{number}.shtml"


def trs(number: int) -> str:
    return "" if number == 1 else f"index_{number - 1}.html"


def test_lists_are_walked_to_their_end_and_judged_on_evidence(nation: Nation, loopback: ModuleType) -> None:
    web = nation.web
    pages(web, nation.add("stated"), [5, 5, 2], kunming, said=12, pages=3)
    pages(web, nation.add("paged"), [5, 5, 2], kunming, pages=3)
    pages(web, nation.add("ragged"), [5, 3, 2], kunming, pages=3)
    pages(web, nation.add("hollow"), [5, 0, 2], kunming, pages=3)
    pages(web, nation.add("torn"), [5, 5], kunming, pages=3)
    host = nation.add("repeating")
    for number in (1, 2, 3):
        web.serve(f"{host}{LIST}{kunming(number)}", list_page(range(1, 6), pages=3))
    host = nation.add("counted", family="trs")
    for number, numbers in ((1, range(1, 6)), (2, range(6, 9))):
        extra = '<script>createPageHTML(2, 0, "index", "html");</script>'
        web.serve(f"{host}{LIST}{trs(number)}", list_page(numbers, extra=extra))
    host = nation.add("linked", family="vsb", list_url="http://linked.gov.cn/nb.htm")
    web.serve("linked.gov.cn/nb.htm", list_page(range(1, 6), said=8, extra="<a href='nb/1.htm'>下页</a>"))
    web.serve("linked.gov.cn/nb/1.htm", list_page(range(6, 9), said=8, extra="<a href='../nb.htm'>上页</a>"))
    nation.add("shrunk")
    web.serve("shrunk.gov.cn" + LIST, list_page(range(1, 3)))

    crawl = loopback.crawl(web, nation.sources, known={"shrunk": {"most_seen": 3}})

    found = {
        name: (visit["outcome"], visit["evidence"], visit["seen"], visit["list_pages"])
        for name, visit in crawl.visits().items()
    }
    assert found == {
        "stated": ("complete", "stated", 12, 3),
        "paged": ("complete", "pager", 12, 3),
        "ragged": ("incomplete", "pager", 10, 3),
        "hollow": ("incomplete", "pager", 7, 3),
        "torn": ("incomplete", "pager", 10, 2),
        "repeating": ("incomplete", "pager", 5, 3),
        "counted": ("complete", "pager", 8, 2),
        "linked": ("complete", "stated", 8, 2),
        "shrunk": ("incomplete", "unstated", 2, 1),
    }
    positions = [entry["position"] for entry in crawl.of("ListedEntry") if entry["source_id"] == "stated"]
    assert positions == list(range(12))
    assert {visit["report_pages"] for visit in crawl.visits().values() if visit["seen"] == 12} == {12}


def test_attachments_belong_to_their_candidate(nation: Nation, loopback: ModuleType) -> None:
    web, answer = nation.web, loopback.Answer
    host = nation.add("files")
    links = "".join(
        f"<p><a href='{address}'>{address}</a></p>"
        for address in ("../../a/one.pdf", "/a/forbidden.pdf", "/a/ill.pdf", "/a/page.pdf", "https://casino.cn/x.pdf")
    )
    web.serve(host + LIST, list_page(range(1, 2), said=1))
    web.serve(host + article(1), report_page(links=links))
    web.serve(host + "/robots.txt", "User-agent: *\nDisallow: /a/forbidden")
    web.serve(host + "/a/one.pdf", answer(b"%PDF-1.4 one", headers={"Content-Type": "application/pdf"}))
    web.serve(host + "/a/ill.pdf", answer("", 500))
    web.serve(host + "/a/page.pdf", "<!DOCTYPE html><html><body>not found</body></html>")

    crawl = loopback.crawl(web, nation.sources)

    candidate = f"https://{host}{article(1)}"
    fetched = {item["kind"]: item for item in crawl.of("FetchedResponse")}
    registered = [f"https://{host}/a/{name}.pdf" for name in ("one", "forbidden", "ill", "page")]
    assert fetched["page"]["attachment_urls"] == registered
    assert (fetched["attachment"]["url"], fetched["attachment"]["candidate_url"]) == (registered[0], candidate)
    assert fetched["attachment"]["body"] == "%PDF-1.4 one"
    missed = {item["url"]: (item["state"], item["candidate_url"]) for item in crawl.of("MissedAttachment")}
    assert missed == {
        registered[1]: ("disallowed", candidate),
        registered[2]: ("failed", candidate),
        registered[3]: ("failed", candidate),
        "https://casino.cn/x.pdf": ("off_registry", candidate),
    }
    visit = crawl.visits()["files"]
    assert visit["outcome"] == "incomplete"
    assert "ill.pdf: HTTP 500" in visit["reason"]
    assert "robots.txt" in visit["reason"]


def test_a_forbidden_attachment_is_named_and_leaves_the_visit_complete(nation: Nation, loopback: ModuleType) -> None:
    web = nation.web
    host = nation.add("files")
    web.serve(host + LIST, list_page(range(1, 2), said=1))
    web.serve(host + article(1), report_page(links="<a href='/a/forbidden.pdf'>附件.pdf</a>"))
    web.serve(host + "/robots.txt", "User-agent: Nianbao\nDisallow: /a/")
    visit = loopback.crawl(web, nation.sources).visits()["files"]
    assert visit["outcome"] == "complete"
    assert "attachment disallowed" in visit["reason"]
    assert host + "/a/forbidden.pdf" not in web.asked()


def held(host: str, number: int, **changes: object) -> dict[str, object]:
    entry = KnownEntry(
        url=f"https://{host}{article(number)}",
        title=f"{2000 + number}年政府信息公开工作年度报告",
        date=f"2024-01-{number:02}",
        position=number - 1,
        decision="report",
        page_held=True,
        recheck_due=False,
        etag=None,
        last_modified=None,
        list_url=f"https://{host}{LIST}",
    )
    return asdict(entry) | changes


def test_a_quiet_night_costs_one_request_a_source(nation: Nation, loopback: ModuleType) -> None:
    web = nation.web
    known: dict[str, object] = {}
    for name in ("quiet", "weekly", "rechecked", "killed", "retitled", "grown", "totalled"):
        host = nation.add(name)
        pages(web, host, [3, 3], kunming, said=6, pages=2)
        entries = [held(host, number) for number in range(1, 7)]
        if name == "rechecked":
            entries[4] |= {"recheck_due": True, "etag": '"a"', "last_modified": "Wed, 31 Jan 2024 00:00:00 GMT"}
            web.serve(host + article(5), loopback.Answer(status=304))
        if name == "killed":
            entries[5] |= {"page_held": False}
        if name == "retitled":
            entries[0] |= {"title": "旧题"}
        if name == "grown":
            entries.pop(0)
        known[name] = {
            "entries": entries,
            "said": {f"https://{host}{LIST}": 5 if name == "totalled" else 6},
            "last_evidence": "stated",
            "full_walk_due": name == "weekly",
            "most_seen": 6,
        }

    crawl = loopback.crawl(web, nation.sources, known=known)

    asked: dict[str, list[str]] = {name: [] for name in known}
    for address in web.asked():
        host, path = address.split("/", 1)
        asked[host.removesuffix(".gov.cn")].append("/" + path)
    start = ["/robots.txt", LIST]
    second = LIST + kunming(2)
    assert asked == {
        "quiet": start,
        "weekly": [*start, second],
        "rechecked": [*start, article(5)],
        "killed": [*start, article(6)],
        "retitled": [*start, second, article(1)],
        "grown": [*start, second, article(1)],
        "totalled": [*start, second],
    }
    visits = crawl.visits()
    assert {name: (visit["outcome"], visit["full_walk"]) for name, visit in visits.items()} == {
        "quiet": ("complete", False),
        "weekly": ("complete", True),
        "rechecked": ("complete", False),
        "killed": ("complete", False),
        "retitled": ("complete", True),
        "grown": ("complete", True),
        "totalled": ("complete", True),
    }
    assert visits["quiet"]["reason"] == ""
    (unmodified,) = crawl.of("NotModified")
    assert unmodified["url"] == f"https://rechecked.gov.cn{article(5)}"
    conditional = next(headers for url, _, headers in web.requests if url == unmodified["url"])
    assert conditional["if-none-match"] == '"a"'
    assert conditional["if-modified-since"] == "Wed, 31 Jan 2024 00:00:00 GMT"


def test_full_walks_every_list_to_its_end(nation: Nation, loopback: ModuleType) -> None:
    web = nation.web
    host = nation.add("quiet")
    pages(web, host, [3, 3], kunming, said=6, pages=2)
    entries = [held(host, number) for number in range(1, 7)]
    known = {"quiet": {"entries": entries, "said": {f"https://{host}{LIST}": 6}, "full_walk_due": False}}
    visit = loopback.crawl(web, nation.sources, known=known, full=True).visits()["quiet"]
    assert (visit["full_walk"], visit["list_pages"], visit["report_pages"]) == (True, 2, 0)


def test_a_page_in_gb18030_under_a_wrong_charset_header_is_read(nation: Nation, loopback: ModuleType) -> None:
    host = nation.add("old")
    body = list_page(range(1, 4), said=3).encode("gb18030")
    nation.web.serve(host + LIST, loopback.Answer(body, headers={"Content-Type": "text/html; charset=ISO-8859-1"}))
    crawl = loopback.crawl(nation.web, nation.sources)
    assert [entry["title"] for entry in crawl.of("ListedEntry")] == [
        f"{year}年政府信息公开工作年度报告" for year in (2001, 2002, 2003)
    ]


def test_a_visit_ends_even_where_scrapy_drops_its_requests(nation: Nation, loopback: ModuleType) -> None:
    """Scrapy's own length limit, switched on again, drops a request without telling anybody."""
    nation.add("short")
    nation.add("a-host-whose-very-long-name-makes-each-of-its-addresses-too-long")
    isolation = {"spiders.isolation.SourceIsolation": 100}
    settings = {"URLLENGTH_LIMIT": 60, "SPIDER_MIDDLEWARES": isolation}
    visits = loopback.crawl(nation.web, nation.sources, settings=settings).visits()
    outcomes = {name.split("-")[0]: (visit["outcome"], visit["reason"]) for name, visit in visits.items()}
    assert outcomes == {"short": ("complete", ""), "a": ("incomplete", "1 requests were lost on the way")}
