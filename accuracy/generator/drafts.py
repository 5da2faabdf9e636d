"""A report before it is written in a format: its words and tables, without damage, and what they state."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from accuracy.generator.facts import facts
from accuracy.generator.figures import random_figures
from accuracy.generator.grids import applications_grid, proactive_grid, review_grid
from accuracy.generator.statistics import random_statistics, statistics_grid
from accuracy.generator.values import Draft, Figures, Grid, Head, PrintedTable, SectionDraft

FORMS: Mapping[str, tuple[str, str]] = {
    "2021": ("2021", "2021"),
    "2019": ("2019", "2019"),
    "mixed": ("2021", "2019"),
    "mixed_reversed": ("2019", "2021"),
}
"""The forms of the 第二十条 table and of the applications table. `mixed` is met at 洪泽区 (FORMATS.md §0)."""
STATISTICS_FORMS = ("statistics", "statistics_page")
_YEARS = {"2021": (2021, 2025), "2019": (2019, 2022), "mixed": (2021, 2024), "mixed_reversed": (2021, 2022)}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a draft is asked for; "" = drawn."""

    headings: str = ""
    head: str = ""
    title: str = ""
    large: bool = False
    five_columns: bool = False
    """第二十条 of 2019 in the grid of five columns."""
    body: str = ""
    """The name of the publishing body."""
    footnote: bool = False
    title_year: int = 0
    """How many years the title is ahead of the figures."""
    ordinals: bool = False
    """The appendix of 2014–2018 with a column 序号."""
    local_rows: int = 0
    """How many indicators of its own the appendix of 2014–2018 has."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the words of one report are filled with."""

    body: Mapping[str, str]
    year: int
    legal: str
    published: str
    chinese_day: str


def draft_report(source: random.Random, form: str, wishes: Wishes) -> Draft:
    """An undamaged report on `form`, one of FORMS or STATISTICS_FORMS."""
    old = form in STATISTICS_FORMS
    low, high = (2014, 2018) if old else _YEARS[form]
    year = source.randint(low, high)
    legal = "2014" if old else ("2019" if form == "2019" else "2021")
    day = source.randint(10, 31)
    told = _Facts(
        _body(source, wishes),
        year,
        facts("wording")["legal"][legal],
        f"{year + 1}-01-{day}",
        _chinese_date(year + 1, day),
    )
    if form == "statistics_page":
        return _statistics_page(source, told, wishes)
    return _report(source, form, told, wishes)


def _body(source: random.Random, wishes: Wishes) -> Mapping[str, str]:
    bodies = facts("wording")["bodies"]
    return source.choice([body for body in bodies if wishes.body in ("", body["name"])])


def _report(source: random.Random, form: str, told: _Facts, wishes: Wishes) -> Draft:
    old = form == "statistics"
    title, title_year = _title(source, told, wishes, old)
    introduction, words = _introduction(source, told, wishes)
    head, head_words = _head(source, told, wishes, title)
    sections = _old_sections(source, told, wishes) if old else _sections(source, form, told, wishes)
    signature = (told.body["name"], told.chinese_day if source.random() < 0.5 else _day(told.published))
    answer: dict[str, Any] = {
        "title": title,
        "agency": told.body["name"],
        "report_year": title_year,
        **words,
        **head_words,
    }
    answer["sections"] = {section.key: {"heading": section.heading} for section in sections if section.key}
    forms: dict[str, str | None] = {"proactive": None, "applications": None, "review": None, "statistics": None}
    if old:
        forms["statistics"] = "2014"
    else:
        proactive, applications = FORMS[form]
        forms |= {"proactive": proactive, "applications": applications, "review": "standard"}
    return Draft(
        form=form,
        title=title,
        agency=told.body["name"],
        year=told.year,
        head=head,
        introduction=introduction,
        sections=sections,
        signature=signature,
        site=told.body,
        words=answer,
        forms=forms,
    )


def _title(source: random.Random, told: _Facts, wishes: Wishes, old: bool) -> tuple[str, int]:
    kind = wishes.title or ("old" if old else source.choice(("usual", "usual", "year_first", "nianbao", "bare")))
    year = told.year + wishes.title_year
    return facts("wording")["title"][kind].format(agency=told.body["name"], year=year), year


def _introduction(source: random.Random, told: _Facts, wishes: Wishes) -> tuple[tuple[str, ...], dict[str, Any]]:
    wording = facts("wording")
    agency = told.body["name"]
    first = source.choice(wording["introduction"]).format(agency=agency, legal=told.legal, year=told.year)
    if wishes.title_year:
        first = wording["introduction"][0].format(agency=agency, legal=told.legal)
    sentence, raw = source.choice(wording["period"])
    raw = raw.format(year=told.year)
    place = source.randrange(len(wording["contact"]))
    named = {
        "unit": f"{agency}办公室",
        "address": told.body["address"],
        "postcode": told.body["postcode"],
        "phone": f"{told.body['area']}-{source.randint(2_000_000, 8_999_999)}",
        "fax": f"{told.body['area']}-{source.randint(2_000_000, 8_999_999)}",
        "email": f"xxgk{source.randint(100, 999)}@{told.body['host'].partition('.')[2]}.cn",
    }
    contact = wording["contact"][place].format(**named)
    stated = wording["contact_details"][place]
    words = {
        "period": {"start": f"{told.year}-01-01", "end": f"{told.year}-12-31", "raw": raw},
        "contact": {key: named[key] if key in stated else None for key in named},
    }
    return (first + sentence.format(raw=raw) + contact,), words


def _head(source: random.Random, told: _Facts, wishes: Wishes, title: str) -> tuple[Head, dict[str, Any]]:
    wording = facts("wording")["head_labels"]
    shape = wishes.head
    if shape in ("none", "meta_tags"):
        return Head(shape), {"metadata": {}, "index_number": None}
    if shape == "one_line":
        line = (("来源", told.body["name"]), ("时间", told.published))
        return Head(shape, line), {"metadata": dict(line), "index_number": None}
    index = source.choice(facts("wording")["index_numbers"]).format(year=told.year + 1, n=source.randint(10, 99))
    filled = {"index": index, "agency": told.body["name"], "published": told.published, "title": title}
    index_label = source.choice(wording["index"])
    pairs = tuple(
        (index_label if label == "index" else label, value.format(**filled))
        for label, value in source.choice(wording["pairs"])
    )
    metadata = {"".join(label.split()): value for label, value in pairs}
    return Head(shape, pairs), {"metadata": metadata, "index_number": index}


def _sections(source: random.Random, form: str, told: _Facts, wishes: Wishes) -> tuple[SectionDraft, ...]:
    wording = facts("wording")
    headings: list[str] = wording["headings"][wishes.headings or "official"]
    figures = random_figures(source, *FORMS[form], large=wishes.large)
    tables = _tables(figures, wishes)
    prose = wording["prose"]
    footnote = (wording["footnote"],) if wishes.footnote else ()
    sections = [
        SectionDraft("1", headings[0], tuple(text.format(year=told.year) for text in prose["1"])),
        SectionDraft("2", headings[1], (), (tables["proactive"],)),
        SectionDraft("3", headings[2], (), (tables["applications"],)),
        SectionDraft("4", headings[3], (), (tables["review"],), footnote),
        SectionDraft("5", headings[4], tuple(prose["5"])),
        SectionDraft("6", headings[5], tuple(prose["6"])),
    ]
    if wishes.headings == "shifted":
        heading, text = wording["before_shifted"]
        sections.insert(0, SectionDraft("0+01", heading, (text,)))
    return tuple(sections)


def _tables(figures: Figures, wishes: Wishes) -> dict[str, PrintedTable]:
    drawn: dict[str, Callable[[], Grid]] = {
        "proactive": lambda: proactive_grid(figures, wishes.five_columns),
        "applications": lambda: applications_grid(figures),
        "review": lambda: review_grid(figures),
    }
    return {name: PrintedTable(name, draw()) for name, draw in drawn.items()}  # type: ignore[arg-type]


def _old_sections(source: random.Random, told: _Facts, wishes: Wishes) -> tuple[SectionDraft, ...]:
    wording = facts("wording")
    headings = source.choice(wording["old_headings"])
    sections = [SectionDraft(key, heading, tuple(wording["prose"]["old"])) for key, heading in headings]
    grid = _appendix(source, wishes)
    appendix = SectionDraft(
        "",
        f"{facts('statistics')['title']}（{told.year}年度）",
        (),
        (PrintedTable("statistics", grid),),
        (wording["footnote"],) if wishes.footnote else (),
    )
    return (*sections, appendix)


def _appendix(source: random.Random, wishes: Wishes) -> Grid:
    figures = random_statistics(source, wishes.large)
    labels = [label for label, _ in facts("statistics")["local_rows"]][: wishes.local_rows]
    return statistics_grid(figures, wishes.ordinals, {label: source.randint(1, 400) for label in labels})


def _statistics_page(source: random.Random, told: _Facts, wishes: Wishes) -> Draft:
    title = f"{told.body['name']}{facts('statistics')['title']}（{told.year}年度）"
    head, head_words = _head(source, told, wishes, title)
    grid = _appendix(source, wishes)
    after = (facts("wording")["footnote"],) if wishes.footnote else ()
    section = SectionDraft("", "", (), (PrintedTable("statistics", grid),), after)
    return Draft(
        form="statistics_page",
        title=title,
        agency=told.body["name"],
        year=told.year,
        head=head,
        introduction=(),
        sections=(section,),
        signature=(),
        site=told.body,
        words={"title": title, "report_year": told.year, "agency": told.body["name"], **head_words},
        forms={"proactive": None, "applications": None, "review": None, "statistics": "2014"},
        document_class="statistics",
    )


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def _chinese_date(year: int, day: int) -> str:
    digits: str = facts("wording")["chinese_digits"]
    said = "".join(digits[int(digit)] for digit in str(year))
    tens, ones = divmod(day, 10)
    days = ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
    return f"{said}年一月{days}日"
