"""Traps of identity (DESIGN.md, "Identity"): which pages are one report, and which of its versions.

`--with identity` serves their sites as they are on the first night, `--with identity:later` as they are on a later one.
Each trap states how it must end after either night: in the words of the store, but out of what the replica publishes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from crawler.replica.addresses import article_path
from crawler.replica.articles import MARK
from crawler.replica.families import FIRST_NUMBER, empty_site, reports_of, with_articles
from crawler.replica.layouts import layout_of
from crawler.replica.values import Article, Attachment, FileForm, ReplicaError, Site

WORD, LATER = "identity", "later"
YEAR = 2023
DIVISION = "530100"
FORTY = 40
TEMPLATE_YEARS = range(2016, 2026)
TEMPLATE_NUMBER = "530100000000000/2015-0000001"
"""What somebody typed into the template once."""
SHARED_NUMBER = "530100000000000/2024-0001234"
VOLUME = 40
"""Applications a year."""
VISITS_OF_FIRST, VISITS_OF_LATER = 1200, 1900


@dataclass(frozen=True, slots=True)
class Ends:
    """What a store holds of a trap's bodies after a night; whole numbers are counts."""

    reports: int
    versions: int
    captures: int
    """Of pages and files, lists left out."""
    collision: int = 0
    """Reports that are flagged so."""
    same_body_year: int = 0
    replaced: tuple[tuple[str, str], ...] = ()
    """(page or attachment, announced or silent) of every replacement that can be seen."""


@dataclass(frozen=True, slots=True)
class IdentityTrap:
    name: str
    meaning: str
    build: Callable[[IdentityTrap, bool], tuple[Site, ...]]
    first: Ends
    later: Ends


def _place(trap: IdentityTrap) -> int:
    return 1 + [one.name for one in IDENTITY_TRAPS].index(trap.name)


def _site(trap: IdentityTrap, part: str = "", column: str = "901") -> Site:
    """A site of 博达 VSB, whose pages print an 索引号; its body has numbers enough to know a corrected report by."""
    place = _place(trap)
    body = f"演示第{7000 + place}县{part or '商务'}局"
    ending = f"-{column}" if column != "901" else ("-two" if part else "")
    host = f"{WORD}-{trap.name}{ending if column == '901' else ''}.gov.test"
    site = empty_site(f"{WORD}-{trap.name}{ending}", "vsb", body, DIVISION, column=column, host=host)
    return replace(site, profile=replace(site.profile, volume=VOLUME, index_prefix=f"{DIVISION}{place:09d}/"))


def _report(site: Site) -> Article:
    [report] = reports_of(site, years=range(YEAR, YEAR + 1))
    return report


def _numbered(article: Article, number: str) -> Article:
    """The same page with another 索引号 in its head."""
    head = tuple((label, number if label == "索 引 号" else value) for label, value in article.head)
    return replace(article, head=head, index_number=number)


def _corrected(article: Article) -> Article:
    """One number of the report is another than was first printed."""
    figures = article.figures
    if figures is None:
        raise ReplicaError(f"{article.title}: a report without tables has no number to correct")
    before = int(figures.proactive["licensing"]["decisions"] or 0)
    licensing = figures.proactive["licensing"] | {"decisions": before + 7}
    printed = {where: text for where, text in article.printed.items() if where != "proactive.licensing.decisions"}
    proactive = figures.proactive | {"licensing": licensing}
    return replace(article, figures=replace(figures, proactive=proactive), printed=printed)


def _file(site: Site, article: Article, form: FileForm) -> Attachment:
    return Attachment(layout_of(site).attachment_path(site, article, form), f"{article.title}.{form}", form)


def _again(site: Site, report: Article, days: int) -> Article:
    """The report at a further address, published later and under a number of its own."""
    number, day = FIRST_NUMBER + 7000, report.published + timedelta(days=days)
    head, index_number = layout_of(site).head(site, day, number, "report")
    path = article_path(site, day, number)
    return replace(
        report, path=path, published=day, kind="copy", head=head, index_number=index_number, same_as=report.path
    )


def same_number(trap: IdentityTrap, later: bool) -> tuple[Site, ...]:
    sites = (_site(trap), _site(trap, "财政"))
    return tuple(with_articles(site, [_numbered(_report(site), SHARED_NUMBER)]) for site in sites)


def two_numbers(trap: IdentityTrap, later: bool) -> tuple[Site, ...]:
    site = _site(trap)
    report = _report(site)
    return (with_articles(site, [report, _again(site, report, days=12)]),)


def twins(trap: IdentityTrap, later: bool) -> tuple[Site, ...]:
    site = _site(trap)
    report = _report(site)
    files = (_file(site, report, "pdf"), _file(site, report, "doc"))
    rows = [
        replace(
            report,
            kind="twin",
            path=file.path,
            title=f"{report.title.removesuffix(MARK)}（{file.format.upper()}版）",
            file=file,
            same_as=report.path,
        )
        for file in files
    ]
    return (with_articles(site, [replace(report, attachments=files), *rows]),)


def corrected_in_place(trap: IdentityTrap, later: bool) -> tuple[Site, ...]:
    site = _site(trap)
    report = _report(site)
    if later:
        report = replace(_corrected(report), listed_title=f"{report.title}（更正）")
    return (with_articles(site, [report]),)


def corrected_in_silence(trap: IdentityTrap, later: bool) -> tuple[Site, ...]:
    site = _site(trap)
    return (with_articles(site, [_corrected(_report(site)) if later else _report(site)]),)


def corrected_elsewhere(trap: IdentityTrap, later: bool) -> tuple[Site, ...]:
    site = _site(trap)
    report = _report(site)
    return (with_articles(site, [report, *([_corrected(_again(site, report, days=30))] if later else [])]),)


def counter(trap: IdentityTrap, later: bool) -> tuple[Site, ...]:
    site = _site(trap)
    return (with_articles(site, [replace(_report(site), visits=VISITS_OF_LATER if later else VISITS_OF_FIRST)]),)


def replaced_file(trap: IdentityTrap, later: bool) -> tuple[Site, ...]:
    site = _site(trap)
    report = _report(site)
    shown = _corrected(report) if later else report
    return (with_articles(site, [replace(shown, attachments=(_file(site, report, "pdf"),), media="pdf")]),)


def template_number(trap: IdentityTrap, later: bool) -> tuple[Site, ...]:
    sites = []
    for place, part in enumerate(("民政", "水务", "林草", "商务")):
        site = _site(trap, part, column=str(911 + place))
        articles = reports_of(site, FIRST_NUMBER + place * 50_000, TEMPLATE_YEARS)
        sites.append(with_articles(site, [_numbered(article, TEMPLATE_NUMBER) for article in articles]))
    return tuple(sites)


_ONE = Ends(reports=1, versions=1, captures=1)
_TWO_OF_ONE = Ends(reports=1, versions=2, captures=2)

IDENTITY_TRAPS: Sequence[IdentityTrap] = (
    IdentityTrap(
        "same-number",
        "two bodies print the same 索引号: two reports, both flagged (rule 2)",
        same_number,
        Ends(reports=2, versions=2, captures=2, collision=2),
        Ends(reports=2, versions=2, captures=2, collision=2),
    ),
    IdentityTrap(
        "two-numbers",
        "one report at two addresses with two 索引号: one report, both pages kept (rule 3)",
        two_numbers,
        _TWO_OF_ONE,
        _TWO_OF_ONE,
    ),
    IdentityTrap(
        "twins",
        "a page, its PDF and its DOC, each with a row: one report, three captures (rule 5)",
        twins,
        Ends(reports=1, versions=1, captures=3),
        Ends(reports=1, versions=1, captures=3),
    ),
    IdentityTrap(
        "corrected-in-place",
        "corrected later at the same address, and its line says so: a version (rule 4), announced",
        corrected_in_place,
        _ONE,
        replace(_TWO_OF_ONE, replaced=(("page", "announced"),)),
    ),
    IdentityTrap(
        "corrected-in-silence",
        "corrected later at the same address, and nothing says so: a version (rule 4), silent",
        corrected_in_silence,
        _ONE,
        replace(_TWO_OF_ONE, replaced=(("page", "silent"),)),
    ),
    IdentityTrap(
        "corrected-elsewhere",
        "corrected later at a new address under a new 索引号: a version of the same report (rules 3, 4)",
        corrected_elsewhere,
        _ONE,
        _TWO_OF_ONE,
    ),
    IdentityTrap(
        "counter",
        "a visit counter and today's date, another at every request: other bytes, no other version",
        counter,
        _ONE,
        Ends(reports=1, versions=1, captures=2),
    ),
    IdentityTrap(
        "replaced-file",
        "the PDF is replaced at the same address, page and line are as they were: a version, silent",
        replaced_file,
        Ends(reports=1, versions=1, captures=2),
        Ends(reports=1, versions=2, captures=3, replaced=(("attachment", "silent"),)),
    ),
    IdentityTrap(
        "template-number",
        "a template's 索引号 on forty pages of four bodies: forty reports, all flagged (rules 1, 2)",
        template_number,
        Ends(reports=FORTY, versions=FORTY, captures=FORTY, collision=FORTY),
        Ends(reports=FORTY, versions=FORTY, captures=FORTY, collision=FORTY),
    ),
)


@cache
def identity_sites(variant: str = "") -> tuple[Site, ...]:
    """The sites of all traps of identity on the first night ("") or on a later one. Raises ReplicaError."""
    if variant not in ("", LATER):
        raise ReplicaError(f"--with {WORD}:{variant}: {WORD} has the variant {LATER}")
    return tuple(site for trap in IDENTITY_TRAPS for site in trap.build(trap, variant == LATER))


def sites_of_trap(trap: IdentityTrap) -> tuple[Site, ...]:
    return trap.build(trap, False)
