"""Traps of columns that are trees: a column a year, columns by kind of body in a year, years that are reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from crawler.replica.articles import forms_of, generated_report, newest_first, other_article, other_departments
from crawler.replica.families import (
    FIRST_NUMBER,
    ORDINARY,
    filled,
    neighbours_of,
)
from crawler.replica.figures import chain
from crawler.replica.layouts import eportal
from crawler.replica.layouts.trs_guizhou import branch_path
from crawler.replica.trap_sites import OFF, YEARS, Place, trap_site
from crawler.replica.values import Article, Branch, Site


def _tree(place: Place, style: str = "trs_guizhou") -> Site:
    return trap_site(place, "trs", style, replace(ORDINARY, scope="shared"))


def _reports_below(site: Site, years: range, path_of: Callable[[int], str]) -> Mapping[int, Article]:
    """A report a year, below the branch that `path_of` gives for its year."""
    figures = chain(site.source_id, forms_of(site.source_id, years), site.profile.volume)
    return {
        year: generated_report(
            replace(site, list_path=path_of(year)), year, figures.get(year), FIRST_NUMBER + year, site.source_id
        )
        for year in years
    }


def _year_branches(site: Site, place: Place, years: range) -> tuple[Branch, ...]:
    reports = _reports_below(site, years, lambda year: branch_path(site, year))
    found = []
    for year in reversed(years):
        below = replace(site, list_path=branch_path(site, year))
        articles = [reports[year]]
        sheet = f"{site.profile.name}{year}年政府网站工作年度报表"
        articles.append(other_article(below, "website_report", sheet, date(year + 1, 1, 8), FIRST_NUMBER + 3000 + year))
        if year >= 2019:
            number = FIRST_NUMBER + 10 * year
            articles += other_departments(below, number, neighbours_of(place.county), (year,))
        found.append(Branch(f"{year}年", below.list_path, newest_first(articles)))
    return tuple(found)


def year_columns(place: Place, variant: str) -> tuple[Site, ...]:
    """The column lists years, each a list of its own; off = one list."""
    site = _tree(place)
    if variant == OFF:
        return (filled(site, neighbours_of(place.county), years=YEARS),)
    return (replace(site, branches=_year_branches(site, place, YEARS)),)


def new_branch(place: Place, variant: str) -> tuple[Site, ...]:
    """`before`: the newest year's column is not there yet."""
    site = _tree(place)
    years = range(YEARS.start, YEARS.stop - (variant == "before"))
    return (replace(site, branches=_year_branches(site, place, years)),)


def year_and_kind(place: Place, variant: str) -> tuple[Site, ...]:
    """The newest two years have a column a kind of body, one of them with rows of its own beside them."""
    site = _tree(place)
    if variant == OFF:
        return (filled(site, neighbours_of(place.county), years=YEARS),)
    with_kinds = {YEARS[-1], YEARS[-2]}
    reports = _reports_below(site, YEARS, lambda year: branch_path(site, year, "szbm" if year in with_kinds else ""))
    found = []
    for year in reversed(YEARS):
        path = branch_path(site, year)
        if year not in with_kinds:
            found.append(Branch(f"{year}年", path, (reports[year],)))
            continue
        towns = replace(site, list_path=branch_path(site, year, "xzjd"))
        names = [f"{place.county}{name}人民政府" for name in ("东镇", "西镇", "北乡")]
        theirs = newest_first(other_departments(towns, FIRST_NUMBER + 10 * year, names, (year,)))
        kinds = (
            Branch("县直部门", branch_path(site, year, "szbm"), (reports[year],)),
            Branch("乡镇", towns.list_path, theirs),
        )
        below = replace(site, list_path=path)
        sheet = f"{place.county}人民政府{year}年政府网站工作年度报表"
        own = other_article(below, "website_report", sheet, date(year + 1, 1, 8), FIRST_NUMBER + 3000 + year)
        found.append(Branch(f"{year}年", path, (own,) if year == YEARS[-2] else (), kinds))
    return (replace(site, branches=tuple(found)),)


def years_like_articles(place: Place, variant: str) -> tuple[Site, ...]:
    """eportal's years: a year's column and an article differ in the number of their digits alone; off = one list."""
    site = trap_site(place, "eportal")
    if variant == OFF:
        return (filled(site, years=YEARS),)
    reports = _reports_below(site, YEARS, lambda year: eportal.branch_path(site, year))
    branches = [Branch(f"{year}年", eportal.branch_path(site, year), (reports[year],)) for year in reversed(YEARS)]
    return (replace(site, branches=tuple(branches)),)


def year_page_is_report(place: Place, variant: str) -> tuple[Site, ...]:
    """The page of a year is the report of that year; off = it lists the report."""
    site = trap_site(place, "trs", "qiannan")
    reports = _reports_below(site, YEARS, lambda year: branch_path(site, year))
    branches = [
        Branch(f"{year}年", branch_path(site, year), (reports[year],))
        if variant == OFF
        else Branch(f"{year}年", branch_path(site, year), (), (), replace(reports[year], path=branch_path(site, year)))
        for year in reversed(YEARS)
    ]
    return (replace(site, branches=tuple(branches)),)
