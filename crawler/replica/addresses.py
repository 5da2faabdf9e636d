"""Where the pages of a column stand, by the rules of its layout."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from crawler.replica.layouts import layout_of
from crawler.replica.values import Article, Branch, ListPage, Site


def article_path(site: Site, published: date, number: int) -> str:
    return layout_of(site).article_path(site, published, number)


def article_pattern(site: Site, number: str = r"\d+") -> str:
    """The regular expression that the registry row states; `number`: how this column's articles are numbered."""
    return layout_of(site).article_pattern.replace("{column}", site.column).replace("{number}", number)


def branch_pattern(site: Site) -> str:
    return layout_of(site).branch_pattern.replace("{column}", site.column)


def list_url(site: Site) -> str:
    """The address in the registry row, with the fragment where the family's lists have one."""
    return site.address(site.list_path) + layout_of(site).list_fragment.replace("{column}", site.column)


def _as_listed(article: Article) -> Article:
    """An article as its row shows it."""
    title, day = article.listed_title or article.title, article.listed_date or article.published
    return replace(article, title=title, published=day)


def list_pages(site: Site) -> tuple[ListPage, ...]:
    """The list of a column (or of one branch) cut into its pages."""
    size = site.rows_per_page
    pages = max(1, -(-len(site.articles) // size))
    further = layout_of(site).list_page_path
    paths = [site.list_path]
    paths += [further(site, number, pages) if further else site.list_path for number in range(2, pages + 1)]
    rows = tuple(_as_listed(article) for article in site.articles)
    return tuple(
        ListPage(
            path=paths[place],
            number=place + 1,
            pages=pages,
            rows=rows[place * size : (place + 1) * size],
            said=len(rows),
            next_path=paths[place + 1] if further and place + 1 < pages else None,
            previous_path=paths[place - 1] if further and place else None,
            branches=site.branches if place == 0 else (),
            inline=site.inline if place == 0 else None,
        )
        for place in range(pages)
    )


def columns_of(site: Site) -> tuple[Site, ...]:
    """The column and each of its branches, every one as the column of a list of its own."""

    def below(branches: tuple[Branch, ...]) -> tuple[Site, ...]:
        return tuple(
            column
            for branch in branches
            for column in (
                replace(
                    site,
                    list_path=branch.path,
                    articles=branch.articles,
                    branches=branch.branches,
                    inline=branch.inline,
                ),
                *below(branch.branches),
            )
        )

    return (site, *below(site.branches))
