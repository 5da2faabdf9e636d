"""What the pages of every family have: meta tags, menus, breadcrumb, footer, and the report's body."""

from __future__ import annotations

from functools import cache
from html import escape

from crawler.replica.facts import facts, template
from crawler.replica.grids import grid_of_section
from crawler.replica.markup import WordPaste
from crawler.replica.tables import CellStyle, table
from crawler.replica.values import Article, Site

STYLE = template("style.css")
TRACKING = template("tracking.html")
PICTURE = "image/png"
VISITS, TODAY = "@visits@", "@today@"
"""Where a page that counts its visits prints the number and the day; filled at every request."""


def meta_tags(site: Site, title: str, charset: str = "utf-8", article: Article | None = None) -> str:
    """The national meta tags of a page; those of the article only on an article."""
    profile = site.profile
    tags = [
        ("SiteName", profile.site_name),
        ("SiteDomain", site.host),
        ("SiteIDCode", profile.site_code),
        ("ColumnName", profile.column),
        ("ColumnType", "政府信息公开"),
    ]
    if article is not None:
        tags += [
            ("ArticleTitle", title),
            ("PubDate", article.published.strftime(site.page_date)),
            ("ContentSource", article.body if article.kind == "other_body" else profile.source_name),
            ("Keywords", "政府信息公开,年度报告"),
        ]
    lines = "".join(f'<meta name="{name}" content="{escape(value)}"/>\n' for name, value in tags)
    content_type = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}"/>\n'
    return f"{content_type}{lines}<title>{escape(title)}</title>\n"


@cache
def menus(colour: str) -> str:
    """The menus over every page: eight columns of links."""
    items = []
    for number, (name, links) in enumerate(facts("sites")["menus"].items()):
        sub = "".join(
            f'<li class="sub-item sub-{number}-{place}"><a href="/m{number:02d}/s{place:02d}/" target="_blank" '
            f'title="{link}" class="sub-link" '
            f"onclick=\"_trackData.push(['addaction','menu','{link}'])\">{link}</a></li>\n"
            for place, link in enumerate(links)
        )
        items.append(f'<li><a href="/m{number:02d}/" title="{name}">{name}</a>\n<ul class="sub">{sub}</ul></li>\n')
    return f'<div class="nav" style="background:{colour}"><ul class="wrap">{"".join(items)}</ul></div>\n'


@cache
def side(colour: str) -> str:
    """The column's own menu beside a list."""
    links = facts("sites")["menus"]["政府信息公开"]
    rows = "".join(f'<li><a href="/m02/s{place:02d}/">{link}</a></li>' for place, link in enumerate(links))
    return f'<div class="side"><b style="background:{colour}">政府信息公开</b><ul>{rows}</ul></div>\n'


def top(site: Site, colour: str) -> str:
    """Top bar, banner and menus."""
    return (
        f'<div class="top"><div class="wrap">欢迎访问{site.profile.site_name}门户网站　'
        '<a href="javascript:setHome()">设为首页</a>'
        f'　<a href="/m00/s05/">联系我们</a>　<a href="javascript:void(0)">无障碍浏览</a></div></div>\n'
        f'<div class="banner" style="background:{colour}">'
        f'<div class="wrap">{site.profile.site_name}</div></div>\n' + menus(colour)
    )


def breadcrumb(site: Site, mark: str = "当前位置：") -> str:
    return (
        f'<div class="pos">{mark}<a href="/" class="CurrChnlCls">首页</a>&nbsp;&gt;&nbsp;'
        f'<a href="/m02/" class="CurrChnlCls">政府信息公开</a>&nbsp;&gt;&nbsp;'
        f'<a href="{site.list_path}" class="CurrChnlCls">{site.profile.column}</a></div>\n'
    )


@cache
def _friends() -> str:
    links = "".join(
        f'<a href="http://www.gov.test/friends/{place:02d}/" target="_blank" rel="noopener">{name}</a>\n'
        for place, name in enumerate(facts("sites")["friends"])
    )
    return f'<div class="friends wrap"><b>友情链接</b>　{links}</div>\n'


def footer(site: Site) -> str:
    """Friendly links, who runs the site, the ICP line."""
    profile = site.profile
    return (
        _friends() + f'<div class="foot">主办：{profile.site_name}　<a href="/m00/s06/">网站地图</a>　'
        f"网站标识码：{profile.site_code}<br/>"
        f'<a href="http://www.gov.test/icp/" target="_blank">{profile.icp}</a>　公安备案号 {profile.site_code}0001　'
        f"联系电话：{profile.telephone}<br/>技术支持：云喆信息　建议使用1280×768以上分辨率浏览</div>\n" + TRACKING
    )


def report_body(article: Article, cells: CellStyle, paragraph: str, heading: str) -> str:
    """Introduction, sections with their tables, attachments and signature. The templates hold one {text}."""
    paste = WordPaste()
    parts = [paragraph.format(text=paste.text(line)) for line in article.intro]
    for place, section in enumerate(article.sections):
        if section.heading:
            parts.append(heading.format(text=escape(section.heading, quote=False)))
        parts += [paragraph.format(text=paste.text(line)) for line in section.paragraphs]
        grid = grid_of_section(article, place)
        if grid is not None:
            parts.append(_picture(article, place) if article.pictures else table(grid, cells))
    if article.kind == "interpretation":
        parts.append('<p style="text-align:center"><img src="/images/interpretation.png" alt="一图读懂"/></p>\n')
    parts += [f'<p style="text-align:right">{paste.text(line)}</p>\n' for line in article.signature]
    if article.visits is not None:
        parts.append(f'<p style="text-align:right">浏览次数：{VISITS}</p>\n<p>今天是{TODAY}</p>\n')
    parts += [attachment_link(article, number) for number in range(len(article.attachments))]
    return "".join(parts)


def relative(site: Site, row: Article) -> str:
    """The address of a row's article as TRS prints it: relative to the list where it lies below it."""
    below = row.path.startswith(site.list_path)
    return f"./{row.path.removeprefix(site.list_path)}" if below else row.path


def picture_path(article: Article, section: int) -> str:
    """Where the picture of a section's table stands, if the site publishes pictures."""
    return f"/images/{article.published:%Y%m}/{article.year}_{section + 1}.png"


def _picture(article: Article, section: int) -> str:
    return f'<p style="text-align:center"><img src="{picture_path(article, section)}" width="640" border="0"/></p>\n'


def attachment_link(article: Article, number: int = 0) -> str:
    file = article.attachments[number]
    return f'<p class="fujian">附件：<a href="{file.path}" target="_blank" title="{file.text}">{file.text}</a></p>\n'


def only_attachments(article: Article) -> str:
    """The body of a page that leaves everything to its file."""
    return "".join(attachment_link(article, number) for number in range(len(article.attachments)))


def document(head: str, body: str, declaration: str = "<!DOCTYPE html>", attributes: str = "") -> str:
    inside = f"<head>\n{head}<style>\n{STYLE}</style>\n</head>\n<body>\n{body}</body>\n"
    return f"{declaration}\n<html{attributes}>\n{inside}</html>\n"
