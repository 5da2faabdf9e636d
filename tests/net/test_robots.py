"""robots.txt as RFC 9309 has it, on a real crawl."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from crawler.net.robots import SIZE_LIMIT
from crawler.sources import Source

LIST = "/zfxxgk/zfxxgknb/"
FORBIDDEN = "User-agent: *\nDisallow: /zfxxgk/\n"
PADDING = "# filler\n" * (SIZE_LIMIT // 9 + 1)


@pytest.fixture
def outcomes(web: Any, loopback: ModuleType, source: Callable[..., Source]) -> Callable[..., dict[str, str]]:
    """name → robots.txt's answer ⟶ name → the outcome of its visit, from one crawl."""

    def crawled(robots: dict[str, Any]) -> dict[str, str]:
        sources = []
        for name, answer in robots.items():
            host = f"{name}.gov.cn"
            sources.append(source(id=name, list_url=f"https://{host}{LIST}"))
            web.serve(host + LIST, "<ul><li><a href='/c/2024-01-31/1.shtml'>工作动态</a></li></ul>共1条")
            web.serve(host + "/robots.txt", answer)
        settings = {"RETRY_TIMES": 1, "NIANBAO_ROBOTS_TIMEOUT": 2}
        visits = loopback.crawl(web, sources, settings=settings).visits()
        return {name: visits[name]["outcome"] for name in robots}

    return crawled


def test_what_each_answer_means(web: Any, loopback: ModuleType, outcomes: Callable[..., dict[str, str]]) -> None:
    answer = loopback.Answer
    challenge = answer("<html><script>$_ts</script></html>", 412)
    cases = {
        "absent": (answer("", 404), "complete"),
        "private": (answer("", 403), "complete"),
        "broken": (answer("", 500), "down"),
        "closed": (answer("", 503), "down"),
        "dropped": (answer(manner="drop"), "down"),
        "silent": (answer(manner="silent"), "down"),
        "forbids": (answer(FORBIDDEN), "disallowed"),
        "forbids-others": (answer("User-agent: Googlebot\nDisallow: /\n"), "complete"),
        "forbids-us": (answer("User-agent: nianbao\nDisallow: /zfxxgk\n\nUser-agent: *\nAllow: /\n"), "disallowed"),
        "page": (answer("<html><body>404</body></html>"), "complete"),
        "early": (answer(FORBIDDEN + PADDING), "disallowed"),
        "late": (answer(PADDING + FORBIDDEN), "complete"),
        "endless": (answer(manner="endless"), "complete"),
        "moved": (loopback.redirect("/new-robots.txt"), "disallowed"),
        "abroad": (loopback.redirect("https://casino.cn/robots.txt"), "down"),
        "challenge": (challenge, "blocked"),
    }
    web.serve("moved.gov.cn/new-robots.txt", FORBIDDEN)
    assert outcomes({name: case[0] for name, case in cases.items()}) == {name: case[1] for name, case in cases.items()}
    asked = web.asked()
    for name, (_, outcome) in cases.items():
        assert (f"{name}.gov.cn{LIST}" in asked) is (outcome == "complete"), name
    assert not any("casino" in address for address in asked)


def test_it_is_fetched_once_a_host_and_before_all_else(
    web: Any, loopback: ModuleType, source: Callable[..., Source]
) -> None:
    sources = [source(id=f"column-{number}", list_url=f"https://a.gov.cn/{number}/") for number in range(4)]
    loopback.crawl(web, sources)
    assert web.asked()[0] == "a.gov.cn/robots.txt"
    assert web.asked().count("a.gov.cn/robots.txt") == 1
    agents = {headers["user-agent"] for _, _, headers in web.requests}
    assert agents == {"Nianbao/0.1 (+tests@example.org)"}
