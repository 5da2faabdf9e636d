"""A copy of a page, of each kind that is met: what of it is changed, and what stays."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import get_args

from accuracy.duplicates.generator.page import CopyKind, Page
from accuracy.duplicates.generator.prose import (
    as_printed,
    rewritten,
    with_navigation,
    with_one_figure_more,
    with_other_dates,
)
from accuracy.duplicates.generator.tables import corrected, with_blanks

COPY_KINDS: tuple[CopyKind, ...] = get_args(CopyKind)


def copy_of(source: random.Random, page: Page, kind: CopyKind, name: str) -> Page:
    """Another page of the same report. `page.url` and `page.index_number` are kept only where the kind says so."""
    address = f"https://{source.choice(('www', 'xxgk', 'zwgk'))}.{name}.example/{source.randint(1, 9)}/content.html"
    late = page.published[:8] + f"{min(28, int(page.published[8:]) + 9):02}"
    other = replace(page, name=name, made=kind, data=name, url=address, index_number=None, published=late)
    return _CHANGES[kind](source, page, other)


def _same_bytes(_: random.Random, page: Page, other: Page) -> Page:
    return replace(other, data=page.data, index_number=page.index_number, published=page.published, clock=page.clock)


def _on_a_portal(source: random.Random, page: Page, other: Page) -> Page:
    return replace(other, own_site=False, sections=with_navigation(source, page.sections))


def _with_other_dates(_: random.Random, page: Page, other: Page) -> Page:
    return replace(other, sections=with_other_dates(page.sections, other.published))


def _as_pdf(source: random.Random, page: Page, other: Page) -> Page:
    figures = with_blanks(source, page.figures, 0.05) if page.figures else None
    return replace(other, url=None, own_site=False, sections=as_printed(page.sections), figures=figures)


def _with_another_number(source: random.Random, page: Page, other: Page) -> Page:
    number = f"{source.randint(10**8, 10**9)}/{page.year + 1}-{source.randint(1, 99999):05}"
    return replace(other, index_number=number, sections=with_navigation(source, page.sections))


def _corrected(source: random.Random, page: Page, other: Page) -> Page:
    figures = corrected(source, page.figures, source.choice((1, 1, 2, 3))) if page.figures else None
    return replace(other, sections=with_one_figure_more(page.sections), figures=figures)


def _corrected_same_number(source: random.Random, page: Page, other: Page) -> Page:
    return replace(_corrected(source, page, other), index_number=page.index_number)


def _replaced(source: random.Random, page: Page, other: Page) -> Page:
    return replace(_corrected(source, page, other), url=page.url)


def _rewritten(source: random.Random, page: Page, other: Page) -> Page:
    return replace(other, sections=rewritten(source, page.sections, page.year))


def _without_tables(source: random.Random, page: Page, other: Page) -> Page:
    return replace(_on_a_portal(source, page, other), figures=None)


def _without_prose(_: random.Random, page: Page, other: Page) -> Page:
    return replace(other, url=None, own_site=False, sections={})


_CHANGES: dict[CopyKind, Callable[[random.Random, Page, Page], Page]] = {
    "same bytes": _same_bytes,
    "portal copy": _on_a_portal,
    "other date format": _with_other_dates,
    "PDF twin": _as_pdf,
    "two addresses, two numbers": _with_another_number,
    "corrected re-publication": _corrected,
    "corrected, same number": _corrected_same_number,
    "replaced at its address": _replaced,
    "prose rewritten": _rewritten,
    "tables lost": _without_tables,
    "prose lost": _without_prose,
}
"""Kind → what it makes of the page and of its plain copy at another address."""
