"""The corpus: bodies with their years and copies, sister offices in one column, templates' numbers."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count

from accuracy.duplicates.generator.copies import COPY_KINDS, copy_of
from accuracy.duplicates.generator.page import NearMiss, Page, Size
from accuracy.duplicates.generator.prose import UNNAMED, Length, Voice, filled, own_figures, voice, words
from accuracy.duplicates.generator.tables import next_years, received, tables, with_applications_of
from accuracy.generator.values import Figures

_SIZES: tuple[Size, ...] = ("large", "small", "small", "zero")
_LENGTHS: tuple[Length, ...] = ("long", "long", "middle", "short", "none")
_SISTERS: dict[str, NearMiss] = {
    "named": "sister office, named",
    "unnamed": "sister office, unnamed",
    "signed by the body": "sister office, signed by the body",
}


def generated_pages(reports: int, seed: int) -> tuple[Page, ...]:
    """Pages of at least so many true reports, with copies and near-misses of every kind in fixed shares."""
    making = _Making(random.Random(f"nianbao duplicates {seed}"))
    pages: list[Page] = []
    made = 0
    parts = (making.body_over_years, making.sisters_in_own_column, making.sisters_in_shared_column, making.government)
    for turn in count():
        if made >= reports:
            return tuple(pages)
        # Half of the bodies stand alone in their column; every twelfth turn is a template's number.
        part = making.template_in_own_column if turn % 12 == 11 else parts[(0, 1, 0, 2, 0, 3)[turn % 6]]
        new = list(part())
        made += len({page.report for page in new})
        pages += new
    raise AssertionError("count() ends nowhere")


class _Making:
    """Draws of one seed. Names count up, so that no two pages and no two bodies are named alike."""

    def __init__(self, source: random.Random) -> None:
        self.source = source
        self._numbers = count(1)
        self._kinds = count()

    def body_over_years(self) -> Iterator[Page]:
        """A body alone in its column, its next years, and copies of some of its reports."""
        body, size, length = self._body(), self._size(), self._length()
        spoken = voice(self.source, length)
        for year in range(2019, 2019 + self.source.randint(2, 5)):
            figures = tables(self.source, year, size)
            page = self._page(body, body, year, spoken, figures, size, "next year")
            yield page
            yield from self._copies(page)
        if size != "zero" and self.source.random() < 0.3:
            # Where the template of last year was filled in again, the title and the text may keep its year.
            new = next_years(self.source, figures, tables(self.source, year, size))
            yield self._page(body, body, year, spoken, new, size, "next year, last year's title")

    def sisters_in_own_column(self) -> Iterator[Page]:
        """Offices whose reports stand in the column of the body above them: same boilerplate, own figures.

        Two that say the same in name, prose and tables are left out: nobody could tell them from copies.
        """
        told: set[tuple[object, ...]] = set()
        body, year = self._body(), self._year()
        spoken = voice(self.source, self._length())
        naming = self.source.choice(("named", "named", "unnamed", "signed by the body"))
        copied = self.source.random() < 0.3
        size: Size = self._size()
        first = tables(self.source, year, size)
        for office in self._offices(self.source.randint(2, 8)):
            own = tables(self.source, year, self.source.choice(("zero", "small")) if copied else size)
            figures = with_applications_of(first, own) if copied else own
            name = {"named": f"{body[:2]}市{office}", "unnamed": None, "signed by the body": body}[naming]
            kind: NearMiss = "sister office, copied table" if copied else _SISTERS[naming]
            page = self._page(body, name, year, spoken, figures, size, kind)
            prose = tuple(text.replace(body, UNNAMED) for text in page.sections.values())
            said = (name, prose, repr(page.figures))
            if said in told:
                continue
            told.add(said)
            yield page
            yield from self._copies(page)

    def sisters_in_shared_column(self) -> Iterator[Page]:
        """Bodies of one shared column, with one boilerplate and sometimes the template's number on every page."""
        place, year = self._body(), self._year()
        spoken = voice(self.source, self._length())
        number = f"{self.source.randint(10**8, 10**9)}/{year + 1}-00001" if self.source.random() < 0.5 else None
        size = self._size()
        for office in self._offices(6):
            body = f"{place}{office}"
            figures = tables(self.source, year, size)
            page = self._page(body, body, year, spoken, figures, size, "sister body, shared column", place)
            page = replace(page, own_site=False, index_number=number)
            yield page
            yield from self._copies(page)

    def government(self) -> Iterator[Page]:
        """A government and its office in one column: one table of 第二十条, and all else their own."""
        body, year = self._body(), self._year()
        figures = tables(self.source, year, "large")
        office = with_applications_of(figures, tables(self.source, year, self._size()))
        named = self.source.random() < 0.5
        for own, suffix in ((figures, ""), (office, "办公室")):
            name = f"{body}{suffix}" if named else None
            spoken = voice(self.source, "long")
            page = self._page(body, name, year, spoken, own, "large", "government and its office")
            yield page
            yield from self._copies(page)

    def template_in_own_column(self) -> Iterator[Page]:
        """Two offices' reports of one year under one body with one number: rule 1 takes them for one report."""
        body, year = self._body(), self._year()
        number = f"{self.source.randint(10**8, 10**9)}/{year + 1}-00001"
        spoken = voice(self.source, "long")
        for office in self._offices(2):
            figures = tables(self.source, year, "large")
            name = f"{body[:2]}市{office}"
            page = self._page(body, name, year, spoken, figures, "large", "template's number, same body and year")
            yield replace(page, index_number=number)

    def _copies(self, page: Page) -> Iterator[Page]:
        """None, one or two, of the kinds in turn."""
        for _ in range(self.source.choice((0, 0, 1, 1, 2))):
            kind = COPY_KINDS[next(self._kinds) % len(COPY_KINDS)]
            if kind == "corrected, same number" and page.index_number is None:
                kind = "corrected re-publication"
            yield copy_of(self.source, page, kind, f"p{next(self._numbers)}")

    def _page(
        self,
        body: str,
        office: str | None,
        year: int,
        spoken: Voice,
        figures: Figures,
        size: Size,
        made: NearMiss,
        column: str | None = None,
    ) -> Page:
        number = next(self._numbers)
        name = f"p{number}"
        host = f"{self.source.choice(('www', 'zwgk'))}.{name}.example"
        has_number = self.source.random() < 0.4
        own: Mapping[str, int] = own_figures(self.source, size)
        # A template's text is filled with the office's name in two of three reports; the others say 本机关.
        said = office if self.source.random() < 0.67 else None
        return Page(
            name=name,
            body=body,
            column=column or body,
            office=office,
            year=year,
            title=f"{office or ''}{year}年政府信息公开工作年度报告",
            index_number=f"{self.source.randint(10**8, 10**9)}/{year + 1}-{name}" if has_number else None,
            url=f"https://{host}/{year + 1}/t{self.source.randint(10**6, 10**7)}.html",
            own_site=True,
            published=f"{year + 1}-01-{self.source.randint(5, 19):02}",
            clock=f"{number // 60 % 24:02}:{number % 60:02}",
            fetched_at=f"{year + 1}-03-{self.source.randint(1, 28):02}T02:00:00",
            data=name,
            sections=filled(spoken, said, year, own, received(figures)),
            figures=figures,
            report=name,
            size=size,
            made=made,
        )

    def _body(self) -> str:
        return f"{self.source.choice(words()['places'])}第{next(self._numbers)}县人民政府"

    def _offices(self, number: int) -> list[str]:
        return self.source.sample(words()["offices"], number)

    def _year(self) -> int:
        return self.source.randint(2019, 2024)

    def _size(self) -> Size:
        return self.source.choice(_SIZES)

    def _length(self) -> Length:
        return self.source.choice(_LENGTHS)
