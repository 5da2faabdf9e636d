"""The fourteen traps of SITES.md ("What breaks a naive walker"), each switched on by its name.

`--with NAME` adds the trap's site, `--with NAME:off` the same site without the trap, `--with NAME:VARIANT` what the
trap's `variants` say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from crawler.replica import trap_lists, trap_rows, trap_trees
from crawler.replica.trap_rows import MIRROR, only_files
from crawler.replica.trap_sites import OFF, Build, Place, faulty, faulty_rows, styled
from crawler.replica.values import Expected, ReplicaError, Site

COMPLETE = Expected("complete")
UNSTATED = Expected("unstated")
DOWN = Expected("down", ("TLS",))
ALL = "every report of the column, once"
NONE = "no report: nothing of the site can be come to"
SHOWN = "the reports of the rows that the list shows"


@dataclass(frozen=True, slots=True)
class Trap:
    number: int
    """In SITES.md's list; 0 = none of them, but what a later walk must see."""
    meaning: str
    build: Build
    expected: Expected = COMPLETE
    """With the trap in force. A site that says it itself (its numbers are known only when it is made) goes before."""
    reports: str = ALL
    """What the truth about its reports is."""
    variants: Mapping[str, str] = field(default_factory=dict)
    """Beside `off`: word → meaning. Their outcome is the trap's."""


def _blocked(*words: str) -> Expected:
    return Expected("blocked", words)


TRAPS: Mapping[str, Trap] = {
    "overlapping-windows": Trap(
        1,
        "each answer holds 76 rows, 51 of them also in the next; the articles' column is not the script's",
        trap_lists.overlapping_windows,
    ),
    "deep-pages-empty": Trap(
        1,
        "a Hanweb group list answers its deep pages with 54 empty bytes",
        trap_lists.deep_pages_empty,
        reports=SHOWN,
    ),
    "list-in-comment": Trap(
        2, "rows and pager stand in an HTML comment, from which a script draws them", styled("ucap", "ucap_commented")
    ),
    "index-one": Trap(
        3, "page 2 is index_2, and index_1 answers 200 with page 1 again", styled("kunming", "kunming_index_one")
    ),
    "past-end-first-page": Trap(
        3, "a page past the end answers 200 with page 1", faulty("kunming", "past-end-first-page")
    ),
    "past-end-refresh": Trap(3, "a page past the end refreshes to ./", faulty("trs", "past-end-refresh")),
    "past-end-unstated": Trap(
        3,
        "a page past the end answers 200 with page 1, and the list states nothing",
        faulty("nfcms", "past-end-first-page"),
        UNSTATED,
    ),
    "endless-next": Trap(3, "the next link never ends; the list states its number", faulty("yunnan", "endless-next")),
    "endless-next-unstated": Trap(
        3, "the next link never ends, and the list states nothing", faulty("nfcms", "endless-next"), UNSTATED
    ),
    "short-list": Trap(3, "the list states more than it shows", faulty_rows("yunnan", "short-list"), reports=SHOWN),
    "repeated-page": Trap(
        3, "page 2 shows the rows of page 1 again", faulty_rows("yunnan", "repeated-page"), reports=SHOWN
    ),
    "empty-page": Trap(3, "page 2 shows no rows", faulty_rows("yunnan", "empty-page"), reports=SHOWN),
    "column-is-report": Trap(
        4,
        "the column's page is itself the report",
        trap_lists.column_is_report,
        reports="one report, at the address of the list",
    ),
    "year-page-is-report": Trap(
        4,
        "the column lists years, and the page of a year is that year's report",
        trap_trees.year_page_is_report,
        reports="every report of the column, once, at the address of its year's page",
    ),
    "year-columns": Trap(5, "one column a year, each a list of its own", trap_trees.year_columns),
    "year-and-kind": Trap(5, "columns of a year by kind of body", trap_trees.year_and_kind),
    "years-like-articles": Trap(
        5, "a year's column and an article have addresses of one shape", trap_trees.years_like_articles
    ),
    "new-branch": Trap(
        5,
        "a new year's column appears",
        trap_trees.new_branch,
        variants={"before": "the newest year's column is not there yet", "after": "it is"},
    ),
    "mixed-column": Trap(
        6, "reports among 公示公告, with statistics, pictures and other bodies' reports", trap_rows.mixed_column
    ),
    "cut-titles": Trap(7, "titles cut in the list, no attribute has the whole", trap_rows.cut_titles),
    "bare-titles": Trap(7, "every report is called 信息公开年报", trap_rows.bare_titles),
    "bare-years": Trap(
        7, "every report is called by its year, and the registry row has a rule for that", trap_rows.bare_years
    ),
    "migrated-dates": Trap(
        7,
        "list and addresses carry a migration's day; PubDate is right, as 2020年08月02日",
        trap_rows.migrated_dates,
    ),
    "two-hedong": Trap(
        8,
        "two bodies in two divisions print the same name",
        trap_rows.two_hedong,
        reports="every report of both columns, each under its own body",
    ),
    "poisoned-mirror": Trap(
        9,
        "a row leads to a host that is not registered, and an article redirects to it",
        trap_rows.poisoned_mirror,
        Expected("incomplete", (MIRROR,)),
        "all but the two that stand on the mirror",
    ),
    "ruishu-412": Trap(
        10, "瑞数 answers 412", faulty("trs", "challenge-everywhere", hides=True), _blocked("瑞数"), NONE
    ),
    "ruishu-articles": Trap(
        10,
        "瑞数 answers 412 for articles, the list is open",
        faulty("trs", "challenge", hides=True),
        _blocked("瑞数"),
        NONE,
    ),
    "ruishu-loader": Trap(
        10, "瑞数's loader on a 200 page", faulty("trs", "challenge-loader", hides=True), _blocked("瑞数"), NONE
    ),
    "edgeone": Trap(10, "EdgeOne's script", faulty("trs", "edgeone", hides=True), _blocked("EdgeOne"), NONE),
    "jiasule": Trap(
        10, "加速乐's first page with __jsluid_s", faulty("trs", "jsluid", hides=True), _blocked("加速乐"), NONE
    ),
    "c3vk": Trap(10, "a C3VK cookie shell", faulty("trs", "c3vk", hides=True), _blocked("C3VK"), NONE),
    "cookie-redirect": Trap(
        10,
        "302 to itself, wanting its cookie back",
        faulty("trs", "cookie-redirect", hides=True),
        _blocked("redirect to itself"),
        NONE,
    ),
    "burst": Trap(
        10,
        "after the first page a burst is answered with the front page and 200, the list's page 2 too",
        faulty("kunming", "burst", hides=True),
        _blocked("front page"),
        NONE,
    ),
    "expired-certificate": Trap(
        11, "the certificate has expired", faulty("trs", "tls-expired", hides=True), DOWN, NONE
    ),
    "self-signed-certificate": Trap(
        11, "the certificate is signed by its host", faulty("trs", "tls-self-signed", hides=True), DOWN, NONE
    ),
    "legacy-tls": Trap(11, "TLS 1.0 and nothing newer", faulty("trs", "tls-legacy", hides=True), DOWN, NONE),
    "http-only": Trap(
        11,
        "registered as https, but the host has no TLS",
        faulty("trs", "http-only", hides=True),
        Expected("down"),
        NONE,
    ),
    "disallowed": Trap(
        12, "Disallow: /", faulty("trs", "robots-all", hides=True), Expected("disallowed", ("robots",)), NONE
    ),
    "no-robots": Trap(12, "there is no robots.txt, so all is allowed", faulty("trs", "robots-404")),
    "pdf-only": Trap(13, "two reports are a PDF and nothing else", only_files("pdf")),
    "doc-only": Trap(13, "two reports are a DOC and nothing else", only_files("doc")),
    "table-pictures": Trap(
        13,
        "two reports show their tables as pictures",
        trap_rows.table_pictures,
        reports="every report, two of them without figures",
    ),
    "two-addresses": Trap(14, "one report stands at two addresses with two 索引号", trap_rows.two_addresses),
    "file-rows": Trap(14, "a report's PDF, DOC and picture version have rows of their own", trap_rows.file_rows),
    "changed-list": Trap(
        0,
        "a list of four pages that changes between two walks",
        trap_lists.changed_list,
        variants={
            "added": "the newest report stands on page 1",
            "backdated": "an older report has come onto page 4",
            "withdrawn": "a report is gone",
            "retitled": "a report has another title",
            "all": "all four",
        },
    ),
}


@cache
def trap_sites(name: str, variant: str = "") -> tuple[Site, ...]:
    """The sites of a trap, with what a true walk of each comes to. Raises ReplicaError for an unknown variant."""
    trap = TRAPS[name]
    known = (OFF, *trap.variants)
    if variant and variant not in known:
        raise ReplicaError(f"--with {name}:{variant}: {name} has the variants {', '.join(known)}")
    sites = trap.build(Place(name, 1 + tuple(TRAPS).index(name)), variant)
    if variant == OFF:
        return sites
    return tuple(replace(site, expected=site.expected or trap.expected) for site in sites)
