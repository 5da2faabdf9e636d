"""What a page in the browser asks for: registered hosts alone, and a host is given back when the page is gone."""

from __future__ import annotations

import asyncio
from types import ModuleType
from typing import Any

import pytest

from crawler.net.browser import NOWHERE, BrowserManners, chromium

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(chromium() is None, reason="chromium is not installed (on Debian: apt-get install chromium)"),
]
HOST = "drawn.gov.cn"
PAGE = "<script>fetch('/first'); fetch('/second'); fetch('http://casino.cn/x'); new Image().src='/picture.png'</script>"
PARTS = 5
"""The page and the four things that it asks for."""
SECONDS = 20


async def visited(proxy: str) -> tuple[list[str], str]:
    """(what was aborted; the text of a second page, after the first was closed in the middle of what it asked)."""
    from playwright.async_api import Route, async_playwright

    manners = BrowserManners(frozenset({HOST}), delay=0.0, lookups=False)
    aborted: list[str] = []
    asked: set[str] = set()
    waiting = asyncio.Event()

    async def route(one: Route) -> None:
        asked.add(one.request.url)
        if len(asked) == PARTS:
            waiting.set()  # whoever is told so runs once the last one is aborted or waits for its host
        if await manners(one.request):
            aborted.append(one.request.url)
            await one.abort()
        else:
            await one.continue_()

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium(), chromium_sandbox=False, proxy={"server": NOWHERE}
        )
        context = await browser.new_context(proxy={"server": proxy})
        first = await context.new_page()
        await first.route("**", route)
        await first.goto(f"http://{HOST}/", wait_until="commit")
        # /first is never answered and holds the host.
        await waiting.wait()
        await first.close()
        second = await context.new_page()
        await second.route("**", route)
        await second.goto(f"http://{HOST}/quiet", timeout=SECONDS * 1000 / 2)
        text = await second.inner_text("body")
        await browser.close()
    return aborted, text


def test_a_page_that_is_closed_gives_its_host_back(web: Any, loopback: ModuleType) -> None:
    web.serve(f"{HOST}/", PAGE)
    web.serve(f"{HOST}/first", loopback.Answer(manner="silent"))
    web.serve(f"{HOST}/quiet", "<body>quiet</body>")
    aborted, text = asyncio.run(asyncio.wait_for(visited(web.proxy), SECONDS))
    assert text == "quiet"
    assert {"http://casino.cn/x", f"http://{HOST}/picture.png"} <= set(aborted)
    assert not any("casino" in address or "picture" in address for address in web.asked())
