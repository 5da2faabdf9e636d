"""Each trap: its site answers so, and the same site is honest where the trap is off."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest

from crawler.replica.addresses import list_pages
from crawler.replica.extra import extra_sites
from crawler.replica.trap_rows import MIRROR
from crawler.replica.traps import TRAPS, trap_sites
from crawler.replica.truth import expected_outcomes, hidden_reports, other_pages, published_reports

OUTCOMES = {"complete", "unstated", "incomplete", "blocked", "disallowed", "down", "moved", "empty"}
HOST = "trap-{}.gov.test"


def lists(name: str, variant: str = "") -> tuple[str, ...]:
    """The addresses of the pages of a trap's list."""
    [site] = trap_sites(name, variant)
    return tuple(site.address(page.path) for page in list_pages(site))


def page(client, url: str) -> lxml.html.HtmlElement:
    answer = client.get(url)
    assert answer.status == 200, url
    found = lxml.html.fromstring(re.sub("^<!DOCTYPE[^>]*>", "", answer.body.decode()))
    found.make_links_absolute(url)
    return found


def rows(client, url: str) -> list[tuple[str, str]]:
    """(address, visible title) of the rows that a list page shows."""
    return [
        (link.get("href"), link.text_content())
        for link in page(client, url).xpath("//ul[contains(@class, 'list') and not(ancestor::*[@class='side'])]//a")
    ]


def reports(name: str, variant: str = "") -> dict[int, str]:
    """Year → address, by the truth."""
    word = f"{name}:{variant}" if variant else name
    return {
        report.year: report.url
        for report in published_reports(extra=(word,))
        if report.source_id.startswith("replica-")
    }


def test_every_trap_has_a_test_here():
    tested = {name.removeprefix("test_").partition("__")[0].replace("_", "-") for name in globals() if "__" in name}
    assert set(TRAPS) <= tested


def test_all_fourteen_are_there():
    assert {trap.number for trap in TRAPS.values()} == set(range(15))


@pytest.mark.parametrize("name", TRAPS)
def test_outcomes_are_words_of_the_crawl(name):
    sites = trap_sites(name)
    outcomes = expected_outcomes(extra=(name,))
    assert {outcomes[site.source_id].outcome for site in sites} <= OUTCOMES
    assert {outcomes[site.source_id].outcome for site in sites} == {
        (site.expected or TRAPS[name].expected).outcome for site in sites
    }
    hidden = {report.source_id for report in hidden_reports((name,))}
    if outcomes[sites[0].source_id].outcome in ("blocked", "down", "disallowed"):
        assert hidden == {site.source_id for site in sites}
        assert reports(name) == {}
    assert reports(name) or hidden


@pytest.mark.parametrize("name", TRAPS)
def test_without_the_trap_the_site_is_honest(name, honest):
    word = f"{name}:off"
    assert {expected_outcomes(extra=(word,))[site.source_id].outcome for site in extra_sites((word,))} <= {
        "complete",
        "unstated",
    }
    assert hidden_reports((word,)) == ()
    for report in published_reports(extra=(word,)):
        if report.source_id.startswith("replica-"):
            answer = honest.get(report.url)
            assert answer.status == 200
            encoding = "gb18030" if b"charset=gb2312" in answer.body else "utf-8"
            assert report.title in answer.body.decode(encoding)


# 1


def windows(client, start: int, size: int) -> list[str]:
    [site] = trap_sites("overlapping-windows")
    text = client.get(site.address(site.list_path)).body.decode()
    call = re.findall(r"ajaxParam:\{(.*?)\}", text)[-1]
    form = {name: value.strip("'") for name, value in re.findall(r"(\w+):('[^']*'|[^,]*)", call)}
    url = site.address(
        f"/module/web/jpage/dataproxy.jsp?startrecord={start}&endrecord={start + size - 1}&perpage={size}"
    )
    answer = client.post(url, form)
    assert b"<totalrecord>131</totalrecord>" in answer.body
    return re.findall(r'href="([^"]+)"', answer.body.decode())


def test_overlapping_windows__76_rows_51_of_them_again(trapped, honest):
    first, second = windows(trapped, 1, 25), windows(trapped, 26, 25)
    assert (len(first), len(set(first) & set(second))) == (76, 51)
    assert first[25:] == second[:51]
    assert [len(windows(honest, start, 25)) for start in (1, 26, 126)] == [25, 25, 6]
    assert not set(windows(honest, 1, 25)) & set(windows(honest, 26, 25))
    [column] = set(re.findall(r"/art_(\d+)_", "".join(first)))
    assert f"columnid:{column}" not in trapped.get(lists("overlapping-windows")[0]).body.decode()


def groups(client, name: str) -> Iterator[str]:
    """The answers of a group list, page by page, as its links lead."""
    url = lists(name)[0]
    text = client.get(url).body.decode()
    for number in range(1, 9):
        found = re.search(r"<nextgroup>.*?href=['\"]([^'\"]+)", text, re.DOTALL)
        if found is None:
            return
        url = urljoin(url, re.sub(r"\bpage=\d+", f"page={number}", found[1].replace("&amp;", "&")))
        answer = client.get(url)
        assert answer.status == 200
        yield answer.body.decode()


def test_deep_pages_empty__54_bytes_of_nothing(trapped, honest):
    answers = list(groups(trapped, "deep-pages-empty"))
    deep = [text for text in answers if not text.strip()]
    assert {len(text) for text in deep} == {54}
    assert sum(text.count("<record>") for text in answers) == 8
    whole = "".join(groups(honest, "deep-pages-empty"))
    assert whole.count("<record>") == 15


# 2, 3


def test_list_in_comment__rows_stand_in_a_comment_alone(trapped):
    text = trapped.get(lists("list-in-comment")[0]).body.decode()
    [site] = trap_sites("list-in-comment")
    first = site.articles[0].path.rpartition("/")[2]
    without = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    assert (first in text, first in without) == (True, False)
    assert ("createPageHTML(" in text, "createPageHTML('" in without) == (True, False)


def test_index_one__is_page_1_again(trapped, honest):
    first, second = lists("index-one")
    wrong = second.replace("index_2", "index_1")
    assert rows(trapped, wrong) == rows(trapped, first) != rows(trapped, second)
    assert honest.get(wrong).status == 404


def past_end(trapped, honest, name):
    first, second = lists(name)
    beyond = second.replace("index_2", "index_3")
    assert rows(trapped, beyond) == rows(trapped, first) != rows(trapped, second)
    assert honest.get(beyond).status == 404
    assert trapped.get(second.replace("index_2", "other_3")).status == 404


def test_past_end_first_page__answers_200_with_page_1(trapped, honest):
    past_end(trapped, honest, "past-end-first-page")


def test_past_end_unstated__and_nothing_says_where_the_end_is(trapped, honest):
    past_end(trapped, honest, "past-end-unstated")
    assert not re.search(r"共\d+|countPage|ele\.value>", trapped.get(lists("past-end-unstated")[0]).body.decode())


def test_past_end_refresh__leads_back_to_the_list(trapped, honest):
    beyond = lists("past-end-refresh")[1].replace("index_1", "index_2")
    answer = trapped.get(beyond)
    assert (answer.status, b'http-equiv="refresh" content="0; url=./"' in answer.body) == (200, True)
    assert honest.get(beyond).status == 404


def following(client, url: str) -> str | None:
    return next((link.get("href") for link in page(client, url).xpath("//a[text()='下一页']")), None)


def endless(trapped, honest, name, states):
    url: str | None = lists(name)[0]
    seen = []
    for _ in range(6):
        assert url is not None
        seen.append(rows(trapped, url))
        url = following(trapped, url)
    assert url is not None
    assert seen[1] == seen[2] == seen[5] != seen[0]
    assert ("共11条" in trapped.get(lists(name)[0]).body.decode()) == states
    assert following(honest, lists(name)[1]) is None


def test_endless_next__links_on_and_on(trapped, honest):
    endless(trapped, honest, "endless-next", True)


def test_endless_next_unstated__links_on_and_on(trapped, honest):
    endless(trapped, honest, "endless-next-unstated", False)


def test_short_list__three_rows_are_missing(trapped, honest):
    shown, whole = ([rows(client, url) for url in lists("short-list")] for client in (trapped, honest))
    assert shown == [whole[0], whole[1][:-3]]
    assert "共11条" in trapped.get(lists("short-list")[0]).body.decode()
    assert len(reports("short-list")) + len(hidden_reports(("short-list",))) == 6


def test_repeated_page__page_2_is_page_1(trapped, honest):
    first, second = lists("repeated-page")
    assert rows(trapped, second) == rows(trapped, first) == rows(honest, first) != rows(honest, second)


def test_empty_page__page_2_shows_nothing(trapped, honest):
    first, second = lists("empty-page")
    assert (len(rows(trapped, first)), rows(trapped, second), len(rows(honest, second))) == (6, [], 5)


# 4, 5


def headings(client, url: str) -> str:
    """The numbers of the statutory sections that a page shows."""
    paragraphs = page(client, url).xpath("//p[not(ancestor::table[@border='1'])]")
    lines = [paragraph.text_content().strip() for paragraph in paragraphs]
    return "".join(line[0] for line in lines if re.fullmatch(r"[一二三四五六]、.{2,40}", line))


def test_column_is_report__at_the_address_of_the_list(trapped, honest):
    [url] = lists("column-is-report")
    assert headings(trapped, url) == "一二三四五六"
    assert (rows(trapped, url), reports("column-is-report")) == ([], {2024: url})
    assert headings(honest, url) == ""


def test_year_page_is_report__a_page_a_year(trapped, honest):
    found = reports("year-page-is-report")
    assert sorted(found) == list(range(2020, 2026))
    assert {headings(trapped, url) for url in found.values()} == {"一二三四五六"}
    assert headings(honest, found[2024]) == ""
    [root] = lists("year-page-is-report")
    assert set(found.values()) <= {link.get("href") for link in page(trapped, root).xpath("//a")}


def links(client, url: str) -> dict[str, str]:
    return {link.text_content(): link.get("href") for link in page(client, url).xpath("//a[@href]")}


def test_year_columns__each_is_a_list_of_its_own(trapped, honest):
    [root] = lists("year-columns")
    years = {title: url for title, url in links(trapped, root).items() if re.fullmatch(r"20\d\d年", title)}
    assert sorted(years) == [f"{year}年" for year in range(2020, 2026)]
    assert rows(trapped, root) == []
    for year, url in reports("year-columns").items():
        assert url in [address for address, _ in rows(trapped, years[f"{year}年"])]
    assert not [title for title in links(honest, lists("year-columns", "off")[0]) if re.fullmatch(r"20\d\d年", title)]


def test_years_like_articles__are_named_as_articles_are(trapped, honest):
    [root] = lists("years-like-articles")
    years = {title: url for title, url in links(trapped, root).items() if re.fullmatch(r"20\d\d年", title)}
    assert sorted(years) == [f"{year}年" for year in range(2020, 2026)]
    assert {re.sub(r"\d{5,}", "N", url.rpartition("/zfxxgknb/")[2]) for url in years.values()} == {"N/index.shtml"}
    found = reports("years-like-articles")
    for year, url in found.items():
        assert url in links(trapped, years[f"{year}年"]).values()
    assert {re.sub(r"\d{5,}", "N", url.rpartition("/zfxxgknb/")[2]) for url in found.values()} == {"N/N/index.shtml"}
    off = links(honest, lists("years-like-articles", "off")[0])
    assert not set(years) & off.keys()


def test_year_and_kind__one_of_the_kinds_holds_the_body(trapped, honest):
    [root] = lists("year-and-kind")
    year = links(trapped, root)["2024年"]
    kinds = links(trapped, year)
    assert {"县直部门", "乡镇"} <= kinds.keys()
    assert len(rows(trapped, year)) == 1
    assert rows(trapped, kinds["县直部门"])[0][0] == reports("year-and-kind")[2024]
    assert len(rows(trapped, kinds["乡镇"])) == 3
    assert "乡镇" not in links(honest, lists("year-and-kind", "off")[0])


def test_new_branch__appears(start_replica, trapped):
    [root] = lists("new-branch")
    before = start_replica(extra=["new-branch:before"])
    assert ("2025年" in links(trapped, root), "2025年" in links(before, root)) == (True, False)
    assert sorted(reports("new-branch").keys() - reports("new-branch", "before").keys()) == [2025]
    assert before.get(reports("new-branch")[2025]).status == 404
    assert reports("new-branch", "before").items() <= reports("new-branch").items()


# 6, 7, 8, 9


def test_mixed_column__reports_among_notices(trapped):
    kinds = {other.kind for other in other_pages(extra=("mixed-column",)) if "trap-mixed" in other.host}
    assert kinds == {"other_body", "website_report", "statistics", "interpretation", "law_report", "news"}
    assert "公示公告" in trapped.get(lists("mixed-column")[0]).body.decode()
    assert len([row for url in lists("mixed-column") for row in rows(trapped, url)]) == 33


def test_cut_titles__and_no_attribute_has_the_whole(trapped, honest):
    for url in lists("cut-titles"):
        links_of_list = page(trapped, url).xpath("//ul[contains(@class, 'list')]//li[span]/a")
        assert links_of_list
        assert all(link.text_content().endswith("...") and link.get("title") is None for link in links_of_list)
    assert len({title for url in lists("cut-titles") for _, title in rows(trapped, url)}) < 11
    assert all("..." not in title for url in lists("cut-titles") for _, title in rows(honest, url))


def bare(trapped, honest, name, title):
    addresses = set(reports(name).values())
    shown = {row for url in lists(name) for row in rows(trapped, url) if row[0] in addresses}
    assert len(shown) == len(addresses) == 6
    assert all(re.fullmatch(title, words) for _, words in shown)
    assert not any(re.fullmatch(title, words) for url in lists(name) for _, words in rows(honest, url))


def test_bare_titles__say_neither_body_nor_year(trapped, honest):
    bare(trapped, honest, "bare-titles", "信息公开年报")


def test_bare_years__say_the_year_alone(trapped, honest):
    bare(trapped, honest, "bare-years", r"20\d\d年")


def test_migrated_dates__stand_in_list_and_address_and_pub_date_is_right(trapped, honest):
    found = {report.year: report for report in published_reports(extra=("migrated-dates",)) if "trap-" in report.host}
    old = found[2020]
    assert "/202406/t20240618_" in old.url
    whole = "".join(page(trapped, url).text_content() for url in lists("migrated-dates"))
    assert whole.count("2024-06-18") == len([year for year in found if year < 2024]) + 4
    meta = page(trapped, old.url).xpath("string(//meta[@name='PubDate']/@content)")
    assert meta == f"{old.published:%Y年%m月%d日}"
    assert "2024-06-18" not in "".join(page(honest, url).text_content() for url in lists("migrated-dates"))


def test_two_hedong__print_the_same_name(trapped, honest):
    tianjin, linyi = trap_sites("two-hedong")
    assert (tianjin.division, linyi.division) == ("120102", "371312")
    assert tianjin.registration.aliases == linyi.registration.aliases == ("河东区财政局",)
    by_host = {report.host: report for report in published_reports(extra=("two-hedong",)) if report.year == 2024}
    titles = {by_host[site.host].title for site in (tianjin, linyi)}
    assert len(titles) == 1
    assert by_host[tianjin.host].applications != by_host[linyi.host].applications
    for site in (tianjin, linyi):
        assert site.body.encode("gb18030") not in trapped.get(by_host[site.host].url).body
        assert site.body.encode("gb18030") in honest.get(by_host[site.host].url).body


def test_poisoned_mirror__a_row_and_a_redirect_lead_there(trapped, honest):
    found = [row for url in lists("poisoned-mirror") for row, _ in rows(trapped, url)]
    [row] = [url for url in found if MIRROR in url]
    assert trapped.get(row).status == 502
    mirrors = [other.url for other in other_pages(extra=("poisoned-mirror",)) if other.kind == "mirror"]
    [redirecting] = [url for url in mirrors if MIRROR not in url]
    answer = trapped.get(redirecting)
    assert (answer.status, urlsplit(answer.headers["Location"]).hostname) == (302, MIRROR)
    assert sorted(reports("poisoned-mirror")) == [2020, 2023, 2024, 2025]
    assert honest.get(redirecting).status == 200


# 10


def test_ruishu_412__every_page(trapped, honest):
    for url in lists("ruishu-412"):
        assert (trapped.get(url).status, b"$_ts" in trapped.get(url).body, honest.get(url).status) == (412, True, 200)


def test_ruishu_articles__and_the_list_is_open(trapped):
    url = hidden_reports(("ruishu-articles",))[0].url
    assert (trapped.get(url).status, trapped.get(lists("ruishu-articles")[0]).status) == (412, 200)


def shelled(trapped, honest, name, status, mark, field):
    for url in (*lists(name), hidden_reports((name,))[0].url):
        answer = trapped.get(url)
        assert answer.status == status
        assert mark in answer.body
        assert len(answer.body) < 1000
        assert field is None or answer.headers[field[0]].startswith(field[1])
        assert mark not in honest.get(url).body
    assert trapped.get(f"https://{HOST.format(name)}/robots.txt").status == 200


def test_ruishu_loader__with_200(trapped, honest):
    shelled(trapped, honest, "ruishu-loader", 200, b"$_ts", ("Set-Cookie", "8PHkpr8y443cO"))


def test_edgeone__script(trapped, honest):
    shelled(trapped, honest, "edgeone", 200, b"EO_Bot_Ssid", None)


def test_jiasule__first_page(trapped, honest):
    shelled(trapped, honest, "jiasule", 521, b"_clearance_s", ("Set-Cookie", "__jsluid_s"))


def test_c3vk__shell(trapped, honest):
    shelled(trapped, honest, "c3vk", 200, b"C3VK", None)


def test_cookie_redirect__opens_for_its_cookie(trapped, honest):
    url = lists("cookie-redirect")[0]
    answer = trapped.get(url)
    assert (answer.status, urljoin(url, answer.headers["Location"])) == (302, url)
    again = trapped.get(url, {"Cookie": answer.headers["Set-Cookie"].partition(";")[0]})
    assert (again.status, again.body) == (200, honest.get(url).body)


def test_burst__the_list_itself_becomes_the_front_page(start_replica, honest):
    client = start_replica(extra=["burst"])
    first, second = lists("burst")
    assert client.get(f"https://{HOST.format('burst')}/robots.txt").status == 200
    assert client.get(first).body == honest.get(first).body
    later = [client.get(url) for url in (second, first, hidden_reports(("burst",))[0].url)]
    assert {answer.body for answer in later} == {honest.get(f"https://{HOST.format('burst')}/").body}
    assert {answer.status for answer in later} == {200}


# 11, 12


def tls(trapped, honest, name, words):
    with pytest.raises(ssl.SSLError, match=words):
        trapped.get(lists(name)[0])
    assert honest.get(lists(name)[0]).status == 200


def test_expired_certificate__is_refused(trapped, honest):
    tls(trapped, honest, "expired-certificate", "certificate has expired")


def test_self_signed_certificate__is_refused(trapped, honest):
    tls(trapped, honest, "self-signed-certificate", "self.signed certificate")


def test_legacy_tls__has_no_version_in_common(trapped, honest):
    tls(trapped, honest, "legacy-tls", "(?i)protocol.version|unsupported.protocol")


def test_http_only__has_no_tls(trapped, honest):
    url = lists("http-only")[0]
    with pytest.raises(OSError, match="502"):
        trapped.get(url)
    assert trapped.get(url.replace("https:", "http:")).status == 200
    assert honest.get(url).status == 200


def test_disallowed__everything(trapped, honest):
    robots = f"https://{HOST.format('disallowed')}/robots.txt"
    assert trapped.get(robots).body == b"User-agent: *\nDisallow: /\n"
    assert b"Allow: /" in honest.get(robots).body


def test_no_robots__is_404(trapped, honest):
    robots = f"https://{HOST.format('no-robots')}/robots.txt"
    assert (trapped.get(robots).status, honest.get(robots).status) == (404, 200)
    assert trapped.get(lists("no-robots")[0]).status == 200


# 13, 14


def only(trapped, honest, name, media, begins):
    found = [report for report in published_reports(extra=(name,)) if report.media == media and "trap" in report.host]
    assert len(found) == 2
    for report in found:
        assert headings(trapped, report.url) == ""
        assert headings(honest, report.url) == "一二三四五六"
        [file] = report.attachments
        assert file in {link.get("href") for link in page(trapped, report.url).xpath("//a")}
        assert trapped.get(file).body.startswith(begins)


def test_pdf_only__the_page_holds_a_link(trapped, honest):
    only(trapped, honest, "pdf-only", "pdf", b"%PDF-")


def test_doc_only__the_page_holds_a_link(trapped, honest):
    only(trapped, honest, "doc-only", "doc", b"{\\rtf1")


def test_table_pictures__in_place_of_tables(trapped, honest):
    found = [report for report in published_reports(extra=("table-pictures",)) if report.pictures]
    assert [report.proactive for report in found] == [None, None]
    for report in found:
        pictures = page(trapped, report.url).xpath("//div[contains(@class, 'content-table')]//img/@src")
        assert len(pictures) == 3
        assert {trapped.get(url).body[:8] for url in pictures} == {b"\x89PNG\r\n\x1a\n"}
        tables = [len(page(client, report.url).xpath("//table[@border='1']")) for client in (trapped, honest)]
        assert (tables[0], tables[1]) == (0, 3)


def test_two_addresses__one_text_and_two_numbers(trapped):
    [report] = [report for report in published_reports(extra=("two-addresses",)) if report.copies]
    [copy] = report.copies
    pages = [trapped.get(url).body.decode("gb18030") for url in (report.url, copy)]
    assert report.index_number is not None
    assert [report.index_number in text for text in pages] == [True, False]
    bodies = [re.search(r'<div class="v_news_content">.*?</form>', text, re.DOTALL) for text in pages]
    assert bodies[0] and bodies[1] and bodies[0][0] == bodies[1][0]
    assert trap_sites("two-addresses", "off")[0].articles != trap_sites("two-addresses")[0].articles


def test_file_rows__lead_straight_to_files(trapped, honest):
    [report] = [report for report in published_reports(extra=("file-rows",)) if report.twins]
    shown = [url for pages in lists("file-rows") for url, _ in rows(trapped, pages)]
    assert {report.url, *report.twins} <= set(shown)
    assert [trapped.get(url).body[:4] for url in report.twins] == [b"%PDF", b"{\\rt"]
    assert report.attachments == report.twins[:1], "to the DOC only its row leads"
    assert not any(
        url.endswith((".pdf", ".doc")) for pages in lists("file-rows", "off") for url, _ in rows(honest, pages)
    )


# A list that changes


def changed(variant: str) -> tuple[dict[str, str], list[list[str]]]:
    """({address: title}, addresses by page) of the changing list in one of its states."""
    [site] = trap_sites("changed-list", variant)
    pages = list_pages(site)
    return {row.path: row.title for page in pages for row in page.rows}, [
        [row.path for row in page.rows] for page in pages
    ]


def test_changed_list__each_change_is_one_row(start_replica, trapped):
    before, pages = changed("")
    assert len(pages) >= 4
    added, _ = changed("added")
    [new] = added.keys() - before.keys()
    assert (before.items() <= added.items(), new in changed("added")[1][0]) == (True, True)
    backdated, _ = changed("backdated")
    [old] = backdated.keys() - before.keys()
    assert (before.items() <= backdated.items(), old in changed("backdated")[1][3]) == (True, True)
    withdrawn, _ = changed("withdrawn")
    assert len(before.keys() - withdrawn.keys()) == 1
    assert withdrawn.items() <= before.items()
    retitled, _ = changed("retitled")
    assert retitled.keys() == before.keys()
    assert len(retitled.items() - before.items()) == 1
    together, _ = changed("all")
    assert len(together) == len(before) + 1
    assert len(together.items() & before.items()) == len(before) - 2
    client = start_replica(extra=["changed-list:all"])
    for number, address in enumerate(lists("changed-list", "all")):
        assert [urlsplit(url).path for url, _ in rows(client, address)] == changed("all")[1][number]
        assert [urlsplit(url).path for url, _ in rows(trapped, address)] == pages[number]
