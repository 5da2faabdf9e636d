"""How each family of sites lays out its pages: one module a family, and what all of them share in `common`.

A layout gives two functions: `article(site, article) -> str` and `listing(site, page) -> str`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from crawler.replica.layouts import diqing, kunming, trs, vsb, yunnan
from crawler.replica.values import Article, Family, ListPage, Site


@dataclass(frozen=True, slots=True)
class Layout:
    article: Callable[[Site, Article], str]
    listing: Callable[[Site, ListPage], str]


LAYOUTS: Mapping[Family, Layout] = {
    "trs": Layout(trs.article, trs.listing),
    "vsb": Layout(vsb.article, vsb.listing),
    "kunming": Layout(kunming.article, kunming.listing),
    "diqing": Layout(diqing.article, diqing.listing),
    "yunnan": Layout(yunnan.article, yunnan.listing),
}
