"""The proxy as a client sees it: hosts, TLS, keep-alive, conditional requests, robots.txt, its log and its end."""

from __future__ import annotations

import http.client
import os
import select
import signal
import socket
import ssl
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from crawler.replica.process import PROJECT, ReplicaProcess
from crawler.replica.truth import other_pages, published_reports
from crawler.replica.values import ReplicaError

LISTS = {
    "https://gxt.yn.gov.cn/gxt/zwgk/xxgkndbg2ynsgxw/": 8,
    "http://hedong.gov.cn/zwgk/bmnb/gyhxxhj.htm": 6,
    "https://jxj.lsz.gov.cn/zfxxgk/zfxxgknb/": 8,
    "http://www.diqing.gov.cn/zfxxgk_dqzzf/gknb/bmxxgknb/": 10,
    "https://zwfw.km.gov.cn/zfxxgk/zfxxgknb/": 8,
}


@pytest.mark.parametrize("url", LISTS)
def test_each_list_answers_under_its_real_address(client, url):
    answer = client.get(url)
    assert answer.status == 200
    assert int(answer.headers["Content-Length"]) == len(answer.body)


def test_every_published_address_answers(client):
    pages = [*published_reports(4, 14), *other_pages(4, 14)]
    attachments = [url for report in published_reports(4, 14) for url in report.attachments]
    answers = {url: client.get(url).status for url in [*(page.url for page in pages), *attachments]}
    assert {url: status for url, status in answers.items() if status != 200} == {}
    assert len(answers) == len(pages) + len(attachments)


def test_a_connection_is_kept_for_the_next_request(client):
    connection = client.connection("https", "gxt.yn.gov.cn")
    client.get("https://gxt.yn.gov.cn/robots.txt")
    first = connection.sock
    client.get("https://gxt.yn.gov.cn/")
    assert first is not None
    assert connection.sock is first


def test_a_connection_ends_when_the_client_asks_for_it(client):
    answer = client.get("http://hedong.gov.cn/", {"Connection": "close"})
    assert answer.headers["Connection"] == "close"


def test_plain_requests_for_unregistered_hosts_are_refused(client):
    answer = client.get("http://www.example.test/")
    assert answer.status == 502
    assert b"www.example.test is not a host of the replica" in answer.body


@pytest.mark.parametrize(
    ("host", "port"),
    [("www.example.test", 443), ("127.0.0.1", 443), ("hedong.gov.cn", 443), ("gxt.yn.gov.cn", 8443)],
)
def test_tunnels_to_anything_else_are_refused(client, host, port):
    proxy = urlsplit(client.replica.proxy)
    connection = http.client.HTTPSConnection("127.0.0.1", proxy.port, timeout=20)
    connection.set_tunnel(host, port)
    with pytest.raises(OSError, match="502"):
        connection.request("GET", "/")
    connection.close()


def test_a_client_that_does_not_trust_the_authority_is_not_served(client):
    proxy = urlsplit(client.replica.proxy)
    connection = http.client.HTTPSConnection("127.0.0.1", proxy.port, context=ssl.create_default_context(), timeout=20)
    connection.set_tunnel("gxt.yn.gov.cn", 443)
    with pytest.raises(ssl.SSLCertVerificationError):
        connection.request("GET", "/")
    connection.close()


def test_the_certificate_names_the_host_asked_for(client):
    client.get("https://zwfw.km.gov.cn/robots.txt")
    certificate = client.connection("https", "zwfw.km.gov.cn").sock.getpeercert()
    assert ("DNS", "zwfw.km.gov.cn") in certificate["subjectAltName"]


def test_a_tunnel_does_not_lead_to_another_host(client):
    connection = client.connection("https", "jxj.lsz.gov.cn")
    connection.request("GET", "/robots.txt", headers={"Host": "gxt.yn.gov.cn"})
    response = connection.getresponse()
    assert (response.status, b"tunnel" in response.read()) == (400, True)


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET /robots.txt HTTP/1.1", b"400"),
        (b"GET https://gxt.yn.gov.cn/ HTTP/1.1", b"400"),
        (b"GET http://hedong.gov.cn:8080/ HTTP/1.1", b"400"),
        (b"POST http://hedong.gov.cn/ HTTP/1.1", b"405"),
        (b"nonsense", b"400"),
    ],
)
def test_what_is_no_request_to_a_proxy_is_answered_so(client, request_line, status):
    with socket.create_connection(("127.0.0.1", urlsplit(client.replica.proxy).port), timeout=20) as connection:
        connection.sendall(request_line + b"\r\nConnection: close\r\n\r\n")
        answer = connection.makefile("rb").readline()
    assert answer.split(b" ")[1] == status


SEED_PAGE = "https://gxt.yn.gov.cn/gxt/zwgk/xxgkndbg2ynsgxw/content_32015"


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("If-None-Match", "{etag}", 304),
        ("If-None-Match", 'W/{etag}, "other"', 304),
        ("If-None-Match", '"other"', 200),
        ("If-Modified-Since", "{modified}", 304),
        ("If-Modified-Since", "Tue, 30 Jan 2024 00:00:00 GMT", 200),
        ("If-Modified-Since", "yesterday", 200),
    ],
)
def test_conditional_requests(client, field, value, status):
    page = client.get(SEED_PAGE)
    assert page.headers["Last-Modified"] == "Wed, 31 Jan 2024 01:30:00 GMT"
    words = value.format(etag=page.headers["ETag"], modified=page.headers["Last-Modified"])
    again = client.get(SEED_PAGE, {field: words})
    assert (again.status, again.body) == (status, b"" if status == 304 else page.body)


def test_attachments_answer_conditional_requests_too(client):
    url = next(report.attachments[0] for report in published_reports() if report.media == "pdf")
    page = client.get(url)
    assert page.headers["Content-Type"] == "application/pdf"
    assert client.get(url, {"If-None-Match": page.headers["ETag"]}).status == 304


def test_head_has_the_length_and_no_body(client):
    answer = client.get(SEED_PAGE, method="HEAD")
    assert int(answer.headers["Content-Length"]) > 60_000
    assert answer.body == b""


@pytest.mark.parametrize(
    ("host", "text"),
    [
        ("https://gxt.yn.gov.cn", b"User-agent: *\nDisallow: /files/internal/\n"),
        ("https://jxj.lsz.gov.cn", b"User-agent: *\nAllow: /\n"),
        ("http://www.diqing.gov.cn", b"User-agent: *\nAllow: /\n"),
        ("https://zwfw.km.gov.cn", b"User-agent: *\nAllow: /\n"),
    ],
)
def test_robots(client, host, text):
    answer = client.get(f"{host}/robots.txt")
    assert (answer.status, answer.body) == (200, text)


def test_one_site_has_no_robots_file(client):
    assert client.get("http://hedong.gov.cn/robots.txt").status == 404


def test_one_report_links_a_file_that_robots_forbids():
    [forbidden] = [url for report in published_reports() for url in report.attachments if "/files/internal/" in url]
    assert forbidden.startswith("https://gxt.yn.gov.cn/files/internal/2022")


def test_gb18030_pages_come_with_a_wrong_charset_header(client):
    answer = client.get("http://hedong.gov.cn/info/2821/151034.htm")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"charset=gb2312" in answer.body
    assert "河东区工业和信息化局2023年政府信息公开工作年度报告" in answer.body.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode("utf-8")
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode("gb2312")


def test_every_request_is_logged(start_replica, tmp_path):
    log = tmp_path / "requests.jsonl"
    client = start_replica(log=log)
    client.get("http://hedong.gov.cn/robots.txt")
    client.get("https://zwfw.km.gov.cn/nothing?page=2")
    client.get("http://www.example.test/")
    logged = [(entry.host, entry.method, entry.path, entry.status) for entry in client.replica.log]
    assert logged == [
        ("hedong.gov.cn", "GET", "/robots.txt", 404),
        ("zwfw.km.gov.cn", "GET", "/nothing?page=2", 404),
        ("www.example.test", "GET", "/", 502),
    ]
    assert all(entry.started <= entry.ended for entry in client.replica.log)
    assert log.exists()


def test_two_starts_give_the_same_bytes(start_replica):
    first, second = start_replica(), start_replica(prepare=True)
    urls = [*LISTS, *(page.url for page in other_pages())]
    for report in published_reports():
        urls += [report.url, *report.attachments]
    different = [url for url in urls if first.get(url).body != second.get(url).body]
    assert different == []
    assert len(urls) > 90


def test_it_ends_with_its_parent_even_if_that_is_killed():
    script = (
        "import sys\nfrom crawler.replica.process import ReplicaProcess\n"
        "with ReplicaProcess() as replica:\n    print(replica.pid, flush=True)\n    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        replica = os.pidfd_open(int(parent.stdout.readline()))
        os.kill(parent.pid, signal.SIGKILL)
        ended, _, _ = select.select([replica], [], [], 30)
        os.close(replica)
    assert ended


def test_it_ends_on_sigterm_with_success():
    with ReplicaProcess() as replica:
        os.kill(replica.pid, signal.SIGTERM)
        assert replica._process is not None
        assert replica._process.wait(30) == 0


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"faults": ["gone", "tired"]}, "--fault tired: unknown fault, expected one of gone, unavailable"),
        ({"faults": ["gone@www.example.test"]}, "the replica has no host 'www.example.test'"),
        ({"sites": 1, "reports": 0}, "--reports 0: expected 1 to 360"),
        ({"sites": -1}, "--sites -1: expected 0 to 9999"),
    ],
)
def test_bad_usage_is_one_clear_line(arguments, reason):
    with (
        pytest.raises(ReplicaError, match=r"^the replica did not start: replica: ") as caught,
        ReplicaProcess(**arguments),
    ):
        pass
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
