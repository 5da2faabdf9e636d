"""What a registry row's article_pattern may be, from the addresses that a page shows."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from spiders.fingerprints.marks import ARTICLES
from spiders.fingerprints.page import read_page


def suggested_article_pattern(html: str, url: str | None, family: str) -> str | None:
    """A regular expression that the articles of the column match, path and query from the beginning; None without any.

    From an article's own address, or from the links of a list: the shape of the family's addresses in the folder where
    most of them lie. A person looks at it before it goes into the registry: a shape tells nothing of the column.
    """
    page = read_page(html, url)
    for shape in ARTICLES[family]:
        pattern = re.compile(shape.pattern)
        own = pattern.search(page.address)
        if own is not None:
            return _escaped(page.address[: own.start()]) + shape.pattern
        folders = Counter(link[: found.start()] for link in page.links if (found := pattern.search(link)))
        if folders:
            return _escaped(_folder(folders, page.address)) + shape.pattern
    return None


def _folder(folders: Counter[str], address: str) -> str:
    """The folder of most articles, the list's own before others."""
    here = urlsplit(address).path.rpartition("/")[0]
    return here if here and here in folders else folders.most_common(1)[0][0]


def _escaped(folder: str) -> str:
    return re.escape(folder).replace(r"\-", "-")
