"""A site for each family of SITES.md, and for what a family has beside its plain list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from crawler.replica.articles import (
    FIRST_YEAR,
    LAST_YEAR,
    forms_of,
    generated_report,
    newest_first,
    other_articles,
    other_departments,
)
from crawler.replica.facts import facts
from crawler.replica.figures import chain
from crawler.replica.layouts import LAYOUTS
from crawler.replica.values import Article, Family, Registration, Site, SiteProfile

FIRST_NUMBER = 4_400_000
COLUMN = "901"
VOLUME = 3
ORDINARY = Registration()


def profile_of(name: str, code: str, column: str = "政府信息公开年报") -> SiteProfile:
    """What an invented body prints around its articles. `code`: six digits, its division's."""
    return SiteProfile(
        name=name,
        we="我局",
        site_code=f"{code}0099",
        column=column,
        source_name=name,
        icp=f"演ICP备{code}00号",
        telephone=f"000-8{code}",
        index_prefix=f"{code}000000000/",
        volume=VOLUME,
        address=f"{name}院内",
        postcode="000000",
        office=f"{name}办公室",
    )


def empty_site(
    name: str,
    family: Family,
    body: str,
    division: str,
    *,
    style: str = "",
    column: str = COLUMN,
    host: str = "",
    registration: Registration = ORDINARY,
) -> Site:
    """The site `replica-NAME` at `NAME.gov.test`, with nothing in its column yet."""
    layout = LAYOUTS[style or family]
    return Site(
        source_id=f"replica-{name}",
        body=body,
        division=division,
        family=family,
        scheme="https",
        host=host or f"{name}.gov.test",
        list_path=layout.list_path.replace("{column}", column),
        rows_per_page=layout.rows_per_page,
        profile=profile_of(body, division),
        articles=(),
        style=style,
        column=column,
        registration=registration,
    )


def reports_of(site: Site, first: int = FIRST_NUMBER, years: range | None = None) -> list[Article]:
    """A report of each year, numbered upwards from `first`."""
    years = years or range(FIRST_YEAR, LAST_YEAR + 1)
    figures = chain(site.source_id, forms_of(site.source_id, years), site.profile.volume)
    return [
        generated_report(site, year, figures.get(year), first + (year - years[0]) * 611, site.source_id)
        for year in years
    ]


def filled(site: Site, bodies: tuple[str, ...] = (), first: int = FIRST_NUMBER, years: range | None = None) -> Site:
    """The site with its reports (ten years of them, if `years` does not say), what else stands in such a column, and
    reports of `bodies`; on two pages of the list at least.
    """
    articles = [*reports_of(site, first, years), *other_articles(site, first)]
    return with_articles(site, [*articles, *other_departments(site, first, bodies)])


def with_articles(site: Site, articles: list[Article]) -> Site:
    """The site with these, the newest first, on two pages of the list at least."""
    rows = min(site.rows_per_page, -(-len(articles) // 2))
    return replace(site, articles=newest_first(articles), rows_per_page=rows)


def neighbours_of(place: str) -> tuple[str, ...]:
    """The other bodies of a place, for its shared columns."""
    return tuple(place + department for department in facts("families")["other_departments"])


@cache
def family_site(family: Family) -> Site:
    """The site of a family: everything as the family has it, and no trap."""
    told = facts("families")["families"][family]
    site = empty_site(
        family.replace("_", "-"),
        family,
        told["place"] + told["department"],
        told["division"],
        registration=Registration(scope=told["scope"]),
    )
    return filled(site, neighbours_of(told["place"]) if told["scope"] == "shared" else ())


def drawn_list() -> Site:
    """A list that scripts draw, on a site without TLS; its registry row asks for a browser."""
    registration = replace(ORDINARY, rendering="browser")
    site = empty_site(
        "drawn-list", "other", "演示酉市商务局", "530400", style="other_script", registration=registration
    )
    return filled(replace(site, scheme="http"), years=range(2020, LAST_YEAR + 1))


def variation(name: str, family: Family, style: str, place: str) -> Site:
    """A family's site whose lists are of another make (another engine, another interface)."""
    return filled(empty_site(name, family, f"{place}商务局", "530400", style=style), years=range(2020, LAST_YEAR + 1))


def two_families() -> tuple[Site, ...]:
    """Two columns of one host, each of another family: a host belongs to one walker of a run."""
    trs = empty_site("two-families-trs", "trs", "演示戌市商务局", "530400", column="911", host="two-families.gov.test")
    jpaas = empty_site("two-families-jpaas", "jpaas", "演示戌市财政局", "530400", column="912", host=trs.host)
    return filled(trs), filled(jpaas, first=FIRST_NUMBER + 50_000)


VARIATIONS: Mapping[str, Callable[[], tuple[Site, ...]]] = {
    "ucap-tax": lambda: (variation("ucap-tax", "ucap", "ucap_tax", "演示亥市"),),
    "gkmlpt-scripted": lambda: (variation("gkmlpt-scripted", "gkmlpt", "gkmlpt_scripted", "演示天市"),),
    "anhui-numbered": lambda: (variation("anhui-numbered", "anhui", "anhui_numbered", "演示地市"),),
    "hebei-columns": lambda: (variation("hebei-columns", "hebei", "hebei_columns", "演示玄市"),),
    "shanghai": lambda: (variation("shanghai", "other", "other_shanghai", "演示黄区"),),
    "drawn-list": lambda: (drawn_list(),),
    "two-families": two_families,
}
"""What the families have beside their plain lists, by name."""
