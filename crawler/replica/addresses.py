"""Where each family puts its pages, and what it prints in the head of an article (SITES.md)."""

from __future__ import annotations

from datetime import date

from crawler.replica.values import Article, ArticleKind, Family, ListPage, ReplicaError, Site

CATEGORIES: dict[ArticleKind, str] = {
    "report": "信息公开年度报告",
    "other_body": "信息公开年度报告",
    "website_report": "网站年度报表",
    "interpretation": "图解",
    "law_report": "法治建设",
    "news": "工作动态",
}
VSB_TREE = "2821"


def article_path(site: Site, published: date, number: int) -> str:
    """The path of an article by its family's rule."""
    if site.family == "yunnan":
        return f"{site.list_path}content_{number}"
    if site.family == "vsb":
        return f"/info/{VSB_TREE}/{number}.htm"
    if site.family == "trs":
        return f"{site.list_path}{published:%Y%m}/t{published:%Y%m%d}_{number}.html"
    if site.family == "diqing":
        return f"{site.list_path}{published:%Y%m}/{published:%Y%m%d}_{number}.html"
    return f"/c/{published:%Y-%m-%d}/{number}.shtml"


def attachment_path(site: Site, article: Article, extension: str) -> str:
    folder = article.path.rpartition("/")[0]
    if site.family in ("trs", "diqing"):
        return f"{folder}/P0{article.published:%Y%m%d}{article.year * 7919 % 1000000:06d}.{extension}"
    return f"/files/{article.published:%Y%m}/{article.year * 7919 % 1000000:06d}.{extension}"


def head_of(
    site: Site, published: date, number: int, kind: ArticleKind
) -> tuple[tuple[tuple[str, str], ...], str | None]:
    """The labels that the family prints above an article, and the 索引号 among them (None where it has none)."""
    day = published.isoformat()
    profile = site.profile
    if site.family == "yunnan":
        index = f"{profile.index_prefix}{published:%Y%m%d}{number % 100000000:08d}"
        labels = (("索引号", index), ("发布机构", ""), ("生效日期", day), ("废止日期", ""))
        return (*labels, ("文 号", ""), ("主题分类", CATEGORIES[kind])), index
    if site.family == "vsb":
        index = f"{profile.index_prefix}{published.year}-{number % 10000000:07d}"
        head = (("索 引 号", index), ("公开目录", profile.column), ("成文日期", day), ("发布日期", day))
        return (*head, ("发布机构", profile.source_name)), index
    if site.family == "trs":
        return (("来源", profile.source_name), ("时间", f"{published:%Y年%m月%d日}")), None
    return (), None


def list_page_path(site: Site, number: int, pages: int) -> str:
    """Page `number` (from 1) of a list: TRS counts from index_1, Kunming from index_2, 博达 backwards to 1.htm."""
    if number == 1:
        return site.list_path
    if site.family == "vsb":
        return f"{site.list_path.removesuffix('.htm')}/{pages - number + 1}.htm"
    names: dict[Family, str] = {
        "trs": f"index_{number - 1}.html",
        "diqing": f"index_{number - 1}.html",
        "kunming": f"index_{number}.shtml",
        "yunnan": f"index_{number}",
    }
    if site.family not in names:
        raise ReplicaError(f"{site.source_id}: no rule for the pages of a {site.family} list")
    return site.list_path + names[site.family]


def list_pages(site: Site) -> tuple[ListPage, ...]:
    """The list of a site cut into its pages."""
    size = site.rows_per_page
    pages = max(1, -(-len(site.articles) // size))
    paths = [list_page_path(site, number, pages) for number in range(1, pages + 1)]
    return tuple(
        ListPage(
            path=paths[place],
            number=place + 1,
            pages=pages,
            rows=site.articles[place * size : (place + 1) * size],
            said=len(site.articles),
            next_path=paths[place + 1] if place + 1 < pages else None,
            previous_path=paths[place - 1] if place else None,
        )
        for place in range(pages)
    )
