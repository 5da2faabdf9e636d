"""Plain HTML lists, whatever the CMS: rows by the registry's article pattern, a pager by the family."""

from __future__ import annotations

from crawler.sources import Source
from spiders.lists.model import Answer, Ask, ListPage
from spiders.lists.page import MarkupPage
from spiders.lists.pagers import PAGERS
from spiders.lists.regions import tree_rows
from spiders.lists.unfollowed import unfollowed


def read(source: Source, ask: Ask, answer: Answer) -> ListPage:
    page = MarkupPage(answer.text, answer.url)
    links = PAGERS[source.family](page)
    rows = tree_rows(page.tree, page.url, source.article_pattern)
    return ListPage(
        rows=rows,
        following=tuple(Ask(url) for url in links.next_urls),
        said=links.said,
        said_pages=links.said_pages,
        unfollowed="" if links.next_urls else unfollowed(page, len(rows)),
    )
