"""Each fault: what it answers, and that it stays with the host that it names."""

from __future__ import annotations

import http.client
import re
import ssl
from urllib.parse import urlsplit

import pytest

from crawler.replica.faults import FAULTS
from crawler.replica.traps import TRAPS, trap_sites
from crawler.replica.truth import published_reports

YUNNAN = "https://gxt.yn.gov.cn/gxt/zwgk/xxgkndbg2ynsgxw/"
HEDONG = "http://hedong.gov.cn/zwgk/bmnb/gyhxxhj.htm"
DIQING = "http://www.diqing.gov.cn/zfxxgk_dqzzf/gknb/bmxxgknb/"
ROW = re.compile(r'<a href="([^"]*content_\d+)"')


def newest(host: str) -> str:
    return next(report.url for report in published_reports() if report.host == host)


def rows(client, url: str) -> list[str]:
    return ROW.findall(client.get(url).body.decode())


def test_every_fault_has_a_test_here_or_as_a_trap():
    tested = {name.removeprefix("test_").partition("__")[0].replace("_", "-") for name in globals() if "__" in name}
    trapped = {fault for name in TRAPS for site in trap_sites(name) for fault in site.faults}
    assert set(FAULTS) <= tested | trapped


def test_a_trap_s_fault_can_be_switched_on_at_any_host(start_replica):
    client = start_replica(
        faults=["past-end-first-page@zwfw.km.gov.cn", "edgeone@gxt.yn.gov.cn", "tls-expired@jxj.lsz.gov.cn"]
    )
    kunming = "https://zwfw.km.gov.cn/zfxxgk/zfxxgknb/"
    assert client.get(kunming + "index_9.shtml").body == client.get(kunming).body
    assert b"EO_Bot_Ssid" in client.get(YUNNAN).body
    with pytest.raises(ssl.SSLError, match="certificate has expired"):
        client.get("https://jxj.lsz.gov.cn/robots.txt")
    assert client.get(YUNNAN.replace("gxt.yn", "zwfw.km")).status == 404


def test_gone__plain_and_tunnel_are_refused_at_one_host(start_replica):
    client = start_replica(faults=["gone@hedong.gov.cn", "gone@gxt.yn.gov.cn"])
    assert client.get("http://hedong.gov.cn/robots.txt").status == 502
    with pytest.raises(OSError, match="502"):
        client.get("https://gxt.yn.gov.cn/robots.txt")
    assert client.get(DIQING).status == 200


def test_unavailable__every_address_answers_503(start_replica):
    client = start_replica(faults=["unavailable"])
    assert [client.get(url).status for url in ("https://gxt.yn.gov.cn/robots.txt", YUNNAN, HEDONG)] == [503] * 3


def test_short_list__says_more_than_it_shows(client, start_replica):
    broken = start_replica(faults=["short-list"])
    whole = rows(client, YUNNAN) + rows(client, YUNNAN + "index_2")
    shown = rows(broken, YUNNAN) + rows(broken, YUNNAN + "index_2")
    assert shown == whole[:-3]
    assert f"共{len(whole)}条" in broken.get(YUNNAN).body.decode()


def test_repeated_page__shows_page_1_again(client, start_replica):
    broken = start_replica(faults=["repeated-page@gxt.yn.gov.cn"])
    assert rows(broken, YUNNAN + "index_2") == rows(client, YUNNAN) == rows(broken, YUNNAN)
    assert rows(client, YUNNAN + "index_2") != rows(client, YUNNAN)


def test_empty_page__shows_no_rows_on_page_2(start_replica):
    broken = start_replica(faults=["empty-page"])
    assert len(rows(broken, YUNNAN)) == 8
    assert rows(broken, YUNNAN + "index_2") == []


def test_challenge__articles_of_one_host_ask_for_a_browser(start_replica):
    client = start_replica(faults=["challenge@gxt.yn.gov.cn"])
    answer = client.get(newest("gxt.yn.gov.cn"))
    assert (answer.status, b"$_ts" in answer.body) == (412, True)
    assert client.get(YUNNAN).status == 200
    assert client.get(newest("hedong.gov.cn")).status == 200


def test_front_page__stands_in_for_the_newest_report(client, start_replica):
    broken = start_replica(faults=["front-page"])
    answer = broken.get(newest("zwfw.km.gov.cn"))
    assert (answer.status, answer.body) == (200, client.get("https://zwfw.km.gov.cn/").body)
    assert "年度报告" not in answer.body.decode()


def test_robots_500__only_robots_fails(start_replica):
    client = start_replica(faults=["robots-500@gxt.yn.gov.cn"])
    assert client.get("https://gxt.yn.gov.cn/robots.txt").status == 500
    assert client.get(YUNNAN).status == 200
    assert client.get("https://jxj.lsz.gov.cn/robots.txt").status == 200


def test_robots_all__forbids_everything_at_one_host(start_replica):
    client = start_replica(faults=["robots-all@hedong.gov.cn"])
    assert client.get("http://hedong.gov.cn/robots.txt").body == b"User-agent: *\nDisallow: /\n"
    assert b"Allow: /" in client.get("https://jxj.lsz.gov.cn/robots.txt").body


@pytest.mark.parametrize("host", ["gxt.yn.gov.cn", "hedong.gov.cn"])
def test_broken__the_newest_report_ends_in_mid_body(client, start_replica, host):
    url = newest(host)
    with pytest.raises(http.client.IncompleteRead) as caught:
        start_replica(faults=["broken"]).get(url)
    assert caught.value.partial == client.get(url).body[: len(caught.value.partial)]
    assert len(caught.value.partial) > 10_000


def test_rate_limit__each_address_answers_429_once(start_replica):
    client = start_replica(faults=["rate-limit"])
    first = client.get(YUNNAN)
    assert (first.status, first.headers["Retry-After"]) == (429, "0")
    assert [client.get(YUNNAN).status, client.get(newest("gxt.yn.gov.cn")).status] == [200, 429]
    assert client.get("https://gxt.yn.gov.cn/robots.txt").status == 200


def test_slow__requests_at_the_same_time_overlap_in_the_log(start_replica):
    client = start_replica(faults=["slow@hedong.gov.cn"])
    port = urlsplit(client.replica.proxy).port
    connections = [http.client.HTTPConnection("127.0.0.1", port, timeout=20) for _ in range(2)]
    for connection in connections:
        connection.request("GET", HEDONG)
    assert [connection.getresponse().read()[:9] for connection in connections] == [b"<!DOCTYPE"] * 2
    for connection in connections:
        connection.close()
    first, second = client.replica.log
    assert second.started < first.ended
