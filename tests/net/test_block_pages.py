"""Challenge and block pages, and real pages that only look like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.net.block_pages import blocked_by

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
HTML = {"Content-Type": "text/html; charset=utf-8"}
TEXT = "本机关主动公开政府信息的情况。" * 30
RUISHU = "<html><head><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></head><body></body></html>"
EDGE = "<html><script>document.cookie='EO_Bot_Ssid=1';document.cookie='__tst_status=2#'</script></html>"
JSL = "<script>document.cookie=('_')+('_');location.href=location.pathname</script>"
C3VK = "<html><body><script>document.cookie='C3VK=ab12;path=/';window.location.reload();</script></body></html>"


@pytest.mark.parametrize(
    ("status", "headers", "body", "kind"),
    [
        (412, HTML, RUISHU, "瑞数 challenge"),
        (202, HTML, RUISHU, "瑞数 challenge"),
        (200, HTML, RUISHU, "瑞数 challenge"),
        (200, {}, RUISHU, "瑞数 challenge"),
        (412, HTML, "", "412 without a condition (瑞数)"),
        (200, HTML, EDGE, "EdgeOne challenge"),
        (567, HTML, "", "EdgeOne block page"),
        (521, {"set-cookie": "__jsluid_s=1"}, JSL, "加速乐 challenge"),
        (200, HTML | {"Set-Cookie": "__jsluid_s=1; path=/"}, JSL, "加速乐 challenge"),
        (200, HTML, C3VK, "C3VK cookie shell"),
        (200, HTML | {"set-cookie": "C3VK=ab12"}, "<html></html>", "C3VK cookie shell"),
        (200, HTML, JSL, "cookie shell"),
        # The same marks beside text that can be read: a real page.
        (200, HTML, RUISHU + TEXT, None),
        (200, HTML | {"Set-Cookie": "__jsluid_s=1; path=/"}, f"<p>{TEXT}</p>", None),
        (200, HTML, C3VK + TEXT, None),
        # No marks: a short page is a short page.
        (200, HTML, "<html><body><ul></ul></body></html>", None),
        (200, HTML, "", None),
        (404, HTML, RUISHU, None),
        (200, {"Content-Type": "application/pdf"}, "%PDF $_ts", None),
    ],
)
def test_answers(status: int, headers: dict[str, str], body: str, kind: str | None) -> None:
    assert blocked_by(status, headers, body.encode()) == kind


@pytest.mark.parametrize("name", ["gansu-fgw-notice.html", "shanxi-gov.html", "handan-edu-notice-details.jsp.html"])
def test_real_articles_are_no_block_pages(name: str) -> None:
    page = REAL / "article" / name
    if not page.exists():
        pytest.skip("../shared/real is not here (it is not part of the repository)")
    assert blocked_by(200, HTML, page.read_bytes()) is None


def test_the_real_gansu_notice_carries_the_challenge_s_script() -> None:
    page = REAL / "article" / "gansu-fgw-notice.html"
    if not page.exists():
        pytest.skip("../shared/real is not here (it is not part of the repository)")
    challenge = page.read_bytes().split(b"<body")[0] + b"<body></body></html>"
    assert blocked_by(200, HTML, challenge) == "瑞数 challenge"


URL = "https://a.gov.cn/zfxxgk/"


@pytest.mark.parametrize(
    ("location", "blocked"),
    [(URL, True), ("/zfxxgk/", True), ("./", True), (URL + "#top", True), ("/zfxxgk/index.html", False), (None, False)],
)
def test_a_redirect_to_itself(location: str | None, blocked: bool) -> None:
    headers = {"Location": location} if location is not None else {}
    assert (blocked_by(302, headers, b"", url=URL) is not None) is blocked
    assert blocked_by(302, headers, b"") is None
