"""Columns that are no single list: year columns, year × kind, the column that is the report, ends that do not end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from types import ModuleType
from typing import Any

import pytest

from crawler.items import KnownEntry
from crawler.sources import Source
from spiders.column import capture_address
from spiders.lists.model import Ask

COLUMN = "/zwgk/xxgknb/"
YEARS = r"/zwgk/xxgknb/nb_\d{4}n/$"
KINDS = r"/zwgk/xxgknb/nb_\d{4}n/(?:[a-z]+/)?$"


def line(number: int, title: str | None = None) -> str:
    title = title or f"{2000 + number}年政府信息公开工作年度报告"
    return f"<li><a href='/c/2024-01-{number:02}/{number}.shtml'>{title}</a><span>2024-01-{number:02}</span></li>"


def page(*numbers: int, links: str = "", stated: str = "") -> str:
    return f"<html><body><div>{links}</div><ul>{''.join(map(line, numbers))}</ul><p>{stated}</p></body></html>"


def tabs(*names: str) -> str:
    return "".join(f"<a href='{COLUMN}{name}'>{name[3:7]}年{name[9:-1]}</a>" for name in names)


@pytest.fixture
def grown(web: Any, source: Callable[..., Source]) -> Callable[..., Source]:
    """A source on a host of its own, whose thirty report pages are served."""

    def made(name: str, **changes: object) -> Source:
        for number in range(1, 31):
            web.serve(
                f"{name}.gov.cn/c/2024-01-{number:02}/{number}.shtml",
                f"<p>{2000 + number}年政府信息公开工作年度报告</p>",
            )
        return source(**({"id": name, "list_url": f"https://{name}.gov.cn{COLUMN}"} | changes))

    return made


def test_every_branch_is_a_list_of_its_own(web: Any, grown: Callable[..., Source], loopback: ModuleType) -> None:
    row = grown("tree", branch_pattern=KINDS)
    years = tabs("nb_2023n/", "nb_2022n/")
    web.serve("tree.gov.cn" + COLUMN, page(links=years))
    web.serve(f"tree.gov.cn{COLUMN}nb_2023n/", page(links=years + tabs("nb_2023n/bm/", "nb_2023n/qx/")))
    web.serve(f"tree.gov.cn{COLUMN}nb_2022n/", page(1, 2, links=years, stated="共2条"))
    web.serve(f"tree.gov.cn{COLUMN}nb_2023n/bm/", page(3, 4, links=years, stated="共2条"))
    web.serve(f"tree.gov.cn{COLUMN}nb_2023n/qx/", page(5, links=years, stated="共3条"))

    crawl = loopback.crawl(web, [row])

    visit = crawl.visits()["tree"]
    assert (visit["outcome"], visit["evidence"], visit["said"], visit["seen"]) == ("incomplete", "stated", 7, 5)
    assert visit["reason"] == "2023年 / 2023年qx: the list says that it holds 3 entries, 1 were seen"
    assert [(one["branch"], one["said"], one["rows_by_page"]) for one in visit["lists"]] == [
        ([], None, [0]),
        (["2023年"], None, [0]),
        (["2022年"], 2, [2]),
        (["2023年", "2023年bm"], 2, [2]),
        (["2023年", "2023年qx"], 3, [1]),
    ]
    decisions = [
        (entry["decision"], entry["list_url"].removeprefix("https://tree.gov.cn")) for entry in crawl.of("ListedEntry")
    ]
    assert decisions.count(("branch", COLUMN)) == 2
    assert decisions.count(("branch", COLUMN + "nb_2023n/")) == 2
    assert sum(decision == "report" for decision, _ in decisions) == 5
    assert visit["report_pages"] == 5


def known_tree(host: str, *, full_walk_due: bool = False) -> dict[str, Any]:
    """What is held after a walk of the two years 2022 (reports 1, 2) and 2023 (3)."""

    def entry(url: str, list_url: str, **changes: object) -> dict[str, object]:
        held = KnownEntry(
            url=f"https://{host}{url}",
            title="",
            date=None,
            position=0,
            decision="report",
            page_held=True,
            recheck_due=False,
            etag=None,
            last_modified=None,
            list_url=f"https://{host}{list_url}",
        )
        return asdict(held) | changes

    def report(number: int, year: int) -> dict[str, object]:
        return entry(
            f"/c/2024-01-{number:02}/{number}.shtml",
            f"{COLUMN}nb_{year}n/",
            title=f"{2000 + number}年政府信息公开工作年度报告",
            date=f"2024-01-{number:02}",
        )

    branches = [entry(f"{COLUMN}nb_{year}n/", COLUMN, decision="branch", title=f"{year}年") for year in (2023, 2022)]
    return {
        "entries": [*branches, report(3, 2023), report(1, 2022), report(2, 2022)],
        "said": {f"https://{host}{COLUMN}nb_{year}n/": said for year, said in ((2023, 1), (2022, 2))}
        | {f"https://{host}{COLUMN}": None},
        "last_evidence": "stated",
        "full_walk_due": full_walk_due,
        "most_seen": 3,
    }


def test_a_quiet_night_looks_at_the_column_and_its_newest_year_and_a_new_year_is_found(
    web: Any, grown: Callable[..., Source], loopback: ModuleType
) -> None:
    rows, known = [], {}
    for name in ("quiet", "filling", "january"):
        rows.append(grown(name, branch_pattern=YEARS))
        host = f"{name}.gov.cn"
        known[name] = known_tree(host)
        years = tabs("nb_2023n/", "nb_2022n/")
        if name == "january":
            years = tabs("nb_2024n/") + years
            web.serve(f"{host}{COLUMN}nb_2024n/", page(9, links=years, stated="共1条"))
        web.serve(host + COLUMN, page(links=years))
        newest = (4, 3) if name == "filling" else (3,)
        web.serve(f"{host}{COLUMN}nb_2023n/", page(*newest, links=years, stated=f"共{len(newest)}条"))
        web.serve(f"{host}{COLUMN}nb_2022n/", page(1, 2, links=years, stated="共2条"))

    crawl = loopback.crawl(web, rows, known=known)

    asked: dict[str, list[str]] = {name: [] for name in known}
    for address in web.asked():
        host, path = address.split("/", 1)
        asked[host.removesuffix(".gov.cn")].append("/" + path)
    assert asked["quiet"] == ["/robots.txt", COLUMN, COLUMN + "nb_2023n/"]
    assert asked["filling"] == [
        "/robots.txt",
        COLUMN,
        COLUMN + "nb_2023n/",
        COLUMN + "nb_2022n/",
        "/c/2024-01-04/4.shtml",
    ]
    assert set(asked["january"]) - {"/robots.txt", COLUMN} == {
        *(f"{COLUMN}nb_{year}n/" for year in (2022, 2023, 2024)),
        "/c/2024-01-09/9.shtml",
    }
    visits = crawl.visits()
    assert {name: (visit["outcome"], visit["full_walk"], visit["seen"]) for name, visit in visits.items()} == {
        "quiet": ("complete", False, 3),
        "filling": ("complete", True, 4),
        "january": ("complete", True, 4),
    }


REPORT = (
    "<h1>昆明市2023年政府信息公开工作年度报告</h1><div id='zoom'><p>一、总体情况</p><p>二、主动公开政府信息情况</p>"
    "<p>三、收到和处理政府信息公开申请情况</p><p>四、政府信息公开行政复议、行政诉讼情况</p><p>五、存在的主要问题及改进情况</p>"
    "<p>六、其他需要报告的事项</p><p><a href='/files/1.pdf'>附件.pdf</a></p></div>"
)


def test_a_column_that_is_itself_the_report_is_one(
    web: Any, grown: Callable[..., Source], loopback: ModuleType
) -> None:
    topic, notice = grown("topic"), grown("notice")
    web.serve("topic.gov.cn" + COLUMN, f"<html><title>专题</title><body>{REPORT}</body></html>")
    web.serve("topic.gov.cn/files/1.pdf", loopback.Answer(b"%PDF-1.4", headers={"Content-Type": "application/pdf"}))
    web.serve("notice.gov.cn" + COLUMN, "<html><p>请各单位按一、总体情况 二、主动公开政府信息情况 编写年报</p></html>")
    tree = grown("tree", branch_pattern=YEARS)
    web.serve("tree.gov.cn" + COLUMN, page(links=tabs("nb_2023n/")))
    web.serve(f"tree.gov.cn{COLUMN}nb_2023n/", f"<html><body>{tabs('nb_2023n/')}{REPORT}</body></html>")

    crawl = loopback.crawl(web, [topic, notice, tree])

    visits = crawl.visits()
    assert {name: (visit["outcome"], visit["seen"], visit["report_pages"]) for name, visit in visits.items()} == {
        "topic": ("unstated", 1, 1),
        "notice": ("empty", 0, 0),
        "tree": ("unstated", 1, 1),
    }
    entries = {entry["url"]: entry for entry in crawl.of("ListedEntry") if entry["decision"] == "report"}
    assert set(entries) == {f"https://topic.gov.cn{COLUMN}", f"https://tree.gov.cn{COLUMN}nb_2023n/"}
    assert {entry["title"] for entry in entries.values()} == {"昆明市2023年政府信息公开工作年度报告"}
    assert {entry["reason"] for entry in entries.values()} == {"the column's page is itself the report"}
    kept = [
        (item["kind"], item["url"].partition(".cn")[2])
        for item in crawl.of("FetchedResponse")
        if "topic" in item["url"]
    ]
    assert kept == [("list", COLUMN), ("page", COLUMN), ("attachment", "/files/1.pdf")]


def test_pages_past_the_end(web: Any, grown: Callable[..., Source], loopback: ModuleType) -> None:
    """A next link that never ends: what comes behind the end is page 1 again, nothing, or a 404."""
    rows = []

    def site(name: str, pages: dict[str, Any]) -> None:
        rows.append(grown(name, family="yunnan"))
        for path, answer in pages.items():
            web.serve(f"{name}.gov.cn{COLUMN}{path}", answer)

    def following(number: int) -> str:
        return f"<a href='{COLUMN}more?{'abcde'[number]}'>下一页</a>"

    first, second = page(1, 2, links=following(2)), page(3, links=following(3))
    again, nothing = page(1, 2, links=following(4)), page(links=following(4))
    refresh = '<html><meta http-equiv="refresh" content="0;url=./"></html>'
    gone = loopback.Answer("", 404)
    site("again", {"": first, "more?c": second, "more?d": again, "more?e": again})
    site("nothing", {"": first, "more?c": second, "more?d": nothing, "more?e": page()})
    site("refresh", {"": first, "more?c": second, "more?d": refresh})
    said = {
        number: page(*rows, links=following(number + 1), stated="共3条") for number, rows in ((1, (1, 2)), (2, (3,)))
    }
    site("stated", {"": said[1], "more?c": said[2], "more?d": page(1, 2, links=following(4), stated="共3条")})
    site("missing", {"": said[1], "more?c": said[2], "more?d": gone})
    site("torn", {"": first, "more?c": second, "more?d": gone})
    site("gap", {"": first, "more?c": page(links=following(3)), "more?d": page(3)})

    visits = loopback.crawl(web, rows).visits()

    assert {name: (visit["outcome"], visit["seen"], visit["list_pages"]) for name, visit in visits.items()} == {
        "again": ("unstated", 3, 4),
        "nothing": ("unstated", 3, 4),
        "refresh": ("unstated", 3, 3),
        "stated": ("complete", 3, 3),
        "missing": ("complete", 3, 2),
        "torn": ("incomplete", 3, 2),
        "gap": ("incomplete", 3, 3),
    }
    assert "list page 2" in visits["gap"]["reason"]
    assert "holds no entries, and the list goes on behind it" in visits["gap"]["reason"]


def test_a_branch_that_falls_silent_is_seen_while_another_grows(
    web: Any, grown: Callable[..., Source], loopback: ModuleType
) -> None:
    row = grown("tree", branch_pattern=YEARS)
    years = tabs("nb_2023n/", "nb_2022n/")
    web.serve("tree.gov.cn" + COLUMN, page(links=years))
    web.serve(f"tree.gov.cn{COLUMN}nb_2023n/", page(3, 4, 5, links=years))
    web.serve(f"tree.gov.cn{COLUMN}nb_2022n/", page(links=years))
    visit = loopback.crawl(web, [row], known={"tree": known_tree("tree.gov.cn")}).visits()["tree"]
    assert visit["outcome"] == "incomplete"
    assert visit["reason"] == "2022年: 0 entries seen, 2 were seen before, and the list states no total"


def test_a_twin_that_appears_later_is_fetched_with_its_page(
    web: Any, grown: Callable[..., Source], loopback: ModuleType
) -> None:
    row = grown("twin")
    file = "<li><a href='/files/1.pdf'>2003年政府信息公开工作年度报告.pdf</a><span>2024-01-03</span></li>"
    web.serve("twin.gov.cn" + COLUMN, page(3, stated="共2条").replace("</ul>", f"{file}</ul>"))
    web.serve("twin.gov.cn/files/1.pdf", loopback.Answer(b"%PDF-1.4", headers={"Content-Type": "application/pdf"}))
    known = known_tree("twin.gov.cn")
    held = [
        entry | {"list_url": f"https://twin.gov.cn{COLUMN}"}
        for entry in known["entries"]
        if entry["title"][:4] == "2003"
    ]
    known |= {"entries": held, "said": {f"https://twin.gov.cn{COLUMN}": 1}}

    crawl = loopback.crawl(web, [row], known={"twin": known})

    decisions = {entry["url"].rpartition("/")[2]: entry["decision"] for entry in crawl.of("ListedEntry")}
    assert decisions == {"3.shtml": "report", "1.pdf": "twin"}
    (report,) = [item for item in crawl.of("FetchedResponse") if item["kind"] == "page"]
    assert report["attachment_urls"] == ["https://twin.gov.cn/files/1.pdf"]
    assert [item["candidate_url"] for item in crawl.of("FetchedResponse") if item["kind"] == "attachment"] == [
        report["url"]
    ]


def test_a_page_that_is_due_again_on_a_quiet_night_is_given_its_twins_again(
    web: Any, grown: Callable[..., Source], loopback: ModuleType
) -> None:
    row = grown("twin")
    column = f"https://twin.gov.cn{COLUMN}"
    title = "2003年政府信息公开工作年度报告"
    file = f"<li><a href='/files/1.pdf'>{title}.pdf</a><span>2024-01-03</span></li>"
    web.serve("twin.gov.cn" + COLUMN, page(3, stated="共2条").replace("</ul>", f"{file}</ul>"))
    web.serve("twin.gov.cn/files/1.pdf", loopback.Answer(b"%PDF-1.4", headers={"Content-Type": "application/pdf"}))
    (report,) = [entry for entry in known_tree("twin.gov.cn")["entries"] if entry["title"] == title]
    report |= {"list_url": column, "recheck_due": True}
    twin = report | {
        "url": "https://twin.gov.cn/files/1.pdf",
        "title": f"{title}.pdf",
        "decision": "twin",
        "recheck_due": False,
        "twin_of": report["url"],
    }
    known = {"entries": [report, twin], "said": {column: 2}, "last_evidence": "stated", "full_walk_due": False}

    crawl = loopback.crawl(web, [row], known={"twin": known})

    assert crawl.visits()["twin"]["full_walk"] is False
    (again,) = [item for item in crawl.of("FetchedResponse") if item["kind"] == "page"]
    assert again["attachment_urls"] == [twin["url"]]


def test_only_what_a_script_would_ask_says_that_a_script_asks(
    web: Any, grown: Callable[..., Source], loopback: ModuleType
) -> None:
    plain, scripted = grown("plain"), grown("scripted", family="hanweb_dataproxy")
    web.serve("plain.gov.cn" + COLUMN, page(1, 2, links="<script>if(ele.value>2){ele.value=2}</script>"))
    web.serve(f"plain.gov.cn{COLUMN}index_2.shtml", page(3))
    web.serve(
        "scripted.gov.cn" + COLUMN,
        "<script>$('#1').jpage({totalRecord:1,proxyUrl:'/module/web/jpage/dataproxy.jsp',perPage:25,ajaxParam:{col:1,"
        "appid:'1',webid:7,path:'/',columnid:9,sourceContentType:9,unitid:'5',webname:'a',permissiontype:0}});</script>",
    )

    loopback.crawl(web, [plain, scripted])

    said = {url: (headers.get("x-requested-with"), headers.get("referer")) for url, _, headers in web.requests}
    (window,) = [url for url in said if "dataproxy.jsp" in url]
    assert said.pop(window) == ("XMLHttpRequest", scripted.list_url)
    assert f"{plain.list_url}index_2.shtml" in said
    assert set(said.values()) == {(None, None)}


@pytest.mark.parametrize(
    ("ask", "kept"),
    [
        (Ask("https://a.gov.cn/nb/#7"), "https://a.gov.cn/nb/"),
        (
            Ask("https://a.gov.cn/list", (("page", "2"), ("站点", "x y"))),
            "https://a.gov.cn/list?__wb_method=POST&page=2&%E7%AB%99%E7%82%B9=x+y",
        ),
        (
            Ask("https://a.gov.cn/list?start=1", (("page", "2"),)),
            "https://a.gov.cn/list?start=1&__wb_method=POST&page=2",
        ),
    ],
)
def test_the_address_that_an_answer_is_kept_under(ask: Ask, kept: str) -> None:
    assert capture_address(ask) == kept
