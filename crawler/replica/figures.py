"""Numbers of the generated years: consistent within a report (A1, A2, A3, R1) and from year to year (Y1, Y2).

Everything is drawn from a random generator seeded by the source's id, so that a source has the same numbers for ever.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal

from crawler.replica.facts import facts
from crawler.replica.values import Applications, Figures, Form, Number, Proactive, Review

APPLICANT_KINDS = 6
REVIEW_CHANNELS = ("review", "litigation_direct", "litigation_after_review")
REVIEW_OUTCOMES = ("upheld", "corrected", "other", "pending")
ITEM_ROWS = ("licensing", "other_services", "penalty", "compulsion", "fees")
"""Rows of the 2019 form that carry a number of items from one year to the next."""
FormsOfYear = Mapping[int, tuple[Form, Form]]
"""year → (form of the proactive table, form of the applications table)."""


def result_rows(form: Form) -> tuple[str, ...]:
    """The keys of the rows that make up 本年度办理结果, in the form's order, without its total."""
    labels = facts("forms")["applications"]
    groups = [*labels["groups"], labels["other"][form]]
    return tuple(key for group in groups for key, _ in group["rows"])


def application_rows(form: Form) -> tuple[str, ...]:
    return ("new_received", "carried_in", *result_rows(form), "result_total", "carried_out")


def seed_figures(record: Mapping[str, object]) -> Figures:
    """The tables of a seed as its data file states them: rows that are not named hold the record's `rest`."""
    proactive_record: Mapping[str, object] = record["proactive"]  # type: ignore[assignment]
    applications_record: Mapping[str, object] = record["applications"]  # type: ignore[assignment]
    review_record: Mapping[str, object] = record["review"]  # type: ignore[assignment]
    proactive_form: Form = proactive_record["form"]  # type: ignore[assignment]
    applications_form: Form = applications_record["form"]  # type: ignore[assignment]
    given: Mapping[str, list[Number | None]] = proactive_record["rows"]  # type: ignore[assignment]
    proactive: Proactive = {
        key: dict(zip(block["columns"], given[key], strict=True))
        for block in facts("forms")["proactive"][proactive_form]
        for key, _ in block["rows"]
    }
    named: Mapping[str, list[Number | None]] = applications_record["rows"]  # type: ignore[assignment]
    rest: Number | None = applications_record["rest"]  # type: ignore[assignment]
    applications = {
        key: list(named.get(key, [rest] * (APPLICANT_KINDS + 1))) for key in application_rows(applications_form)
    }
    values: Mapping[str, Number | None] = review_record["values"]  # type: ignore[assignment]
    blank: Number | None = review_record["rest"]  # type: ignore[assignment]
    review: Review = {
        channel: {outcome: values.get(f"{channel}.{outcome}", blank) for outcome in (*REVIEW_OUTCOMES, "total")}
        for channel in REVIEW_CHANNELS
    }
    return Figures(proactive_form, proactive, applications_form, applications, review)


def _six(row: list[Number | None]) -> list[int]:
    return [int(value or 0) for value in row[:APPLICANT_KINDS]]


def _with_total(values: list[int]) -> list[Number | None]:
    return [*values, sum(values)]


def _applications(
    draw: random.Random, form: Form, volume: int, carried_in: list[int], carried_out: list[int]
) -> Applications:
    """One year's applications between the two given backlogs."""
    shares = (0.7, 0.18, 0.02, 0.03, 0.05, 0.02)
    received = [int(draw.random() * 2 * volume * share + draw.random() * 0.8) for share in shares]
    received = [max(new, after - before) for new, before, after in zip(received, carried_in, carried_out, strict=True)]
    rows = result_rows(form)
    weights = [30, 12] + [2] * 8 + [10, 4, 3] + [2] * 5 + [3] * (len(rows) - 18)
    counts = {key: [0] * APPLICANT_KINDS for key in rows}
    handled = [new + before - after for new, before, after in zip(received, carried_in, carried_out, strict=True)]
    for kind, number in enumerate(handled):
        for key in draw.choices(rows, weights, k=number):
            counts[key][kind] += 1
    return {
        "new_received": _with_total(received),
        "carried_in": _with_total(carried_in),
        **{key: _with_total(values) for key, values in counts.items()},
        "result_total": _with_total(handled),
        "carried_out": _with_total(carried_out),
    }


def _backlogs(
    draw: random.Random, years: range, volume: int, seed: Figures | None, seed_year: int | None
) -> dict[int, list[int]]:
    """year → the six backlogs at its beginning; one year more than asked for, since an end is the next beginning."""
    backlogs = {
        year: [draw.randint(0, max(volume // 4, 1)), draw.randint(0, 1), 0, 0, 0, 0]
        for year in range(years.start, years.stop + 1)
    }
    if seed is not None and seed_year is not None:
        backlogs[seed_year] = _six(seed.applications["carried_in"])
        backlogs[seed_year + 1] = _six(seed.applications["carried_out"])
    return backlogs


def _review(draw: random.Random, volume: int) -> Review:
    def channel() -> dict[str, Number | None]:
        outcomes = [draw.choice((0, 0, 0, 0, 1, 2)) if draw.random() * 20 < volume else 0 for _ in REVIEW_OUTCOMES]
        return {**dict(zip(REVIEW_OUTCOMES, outcomes, strict=True)), "total": sum(outcomes)}

    return {name: channel() for name in REVIEW_CHANNELS}


def _documents(
    draw: random.Random, forms: FormsOfYear, seed: Figures | None, seed_year: int | None, row: str
) -> dict[int, tuple[int, int, int]]:
    """year → (issued, abolished, in force at its end), outward from the seed's year so that its stock is met."""
    years = sorted(forms)
    anchor = seed_year if seed_year is not None else years[0]
    if seed is None:
        stock = draw.randint(4, 20) if row == "normative_documents" else draw.choice((0, 0, 2))
        known = (draw.randint(0, min(stock, 3)), 0, stock)
    else:
        columns = [int(value or 0) for value in seed.proactive[row].values()]
        known = (columns[0], 0, columns[2]) if seed.proactive_form == "2019" else (columns[0], columns[1], columns[2])
    result = {anchor: known}
    # Departments issue no 规章: a body that has none in its seed or first year never gets one.
    active = row == "normative_documents" or known[2] > 0
    for year in range(anchor + 1, years[-1] + 1):
        before = result[year - 1][2]
        abolished = draw.randint(0, min(before, 2)) if active and forms[year][0] == "2021" else 0
        issued = draw.randint(0, 3) if active else 0
        result[year] = (issued, abolished, before + issued - abolished)
    for year in range(anchor - 1, years[0] - 1, -1):
        after_issued, after_abolished, after_stock = result[year + 1]
        stock = after_stock - after_issued + after_abolished
        abolished = draw.randint(0, 1) if active and forms[year][0] == "2021" else 0
        result[year] = (draw.randint(0, min(stock, 3)) if active else 0, abolished, stock)
    return result


def _proactive_2021(draw: random.Random, volume: int, documents: Mapping[str, tuple[int, int, int]]) -> Proactive:
    decisions = {
        "licensing": draw.randint(0, volume * 40),
        "penalty": draw.randint(0, volume * 2),
        "compulsion": draw.choice((0, 0, 0, 1)),
    }
    fees = draw.choice((Decimal(0), Decimal(draw.randint(1, 900)), Decimal(draw.randint(100, 999999)) / 100))
    amount: Number = int(fees) if fees == fees.to_integral_value() else fees
    return {
        **{
            key: dict(zip(("issued", "abolished", "in_force"), values, strict=True))
            for key, values in documents.items()
        },
        **{key: {"decisions": value} for key, value in decisions.items()},
        "fees": {"amount_wanyuan": amount},
    }


def _proactive_2019(
    draw: random.Random,
    volume: int,
    documents: Mapping[str, tuple[int, int, int]],
    before: Mapping[str, int],
    after: Mapping[str, int],
) -> Proactive:
    rows: Proactive = {
        key: {"produced": issued, "newly_published": issued, "total_published": stock}
        for key, (issued, _, stock) in documents.items()
    }
    for key in ITEM_ROWS:
        rows[key] = {"prev_year_items": before[key], "change": after[key] - before[key]}
        if key != "fees":
            rows[key]["decisions"] = draw.randint(0, volume * 12) if before[key] else 0
    bought = draw.randint(0, 9)
    rows["procurement"] = {"items": bought, "amount_yuan": bought * draw.randint(900, 90000)}
    return rows


def chain(
    source_id: str, forms: FormsOfYear, volume: int, seed: Figures | None = None, seed_year: int | None = None
) -> dict[int, Figures]:
    """The figures of every year of `forms` (consecutive years); the seed's year gets the seed's own figures."""
    draw = random.Random(f"nianbao replica figures {source_id}")
    years = range(min(forms), max(forms) + 1)
    backlogs = _backlogs(draw, years, volume, seed, seed_year)
    documents = {row: _documents(draw, forms, seed, seed_year, row) for row in ("regulations", "normative_documents")}
    items = {
        year: {key: draw.randint(0, 6 + volume) for key in ITEM_ROWS} for year in range(years.start, years.stop + 1)
    }
    if seed is not None and seed_year is not None and seed.proactive_form == "2019":
        items[seed_year] = {key: int(seed.proactive[key]["prev_year_items"] or 0) for key in ITEM_ROWS}
        items[seed_year + 1] = {
            key: items[seed_year][key] + int(seed.proactive[key]["change"] or 0) for key in ITEM_ROWS
        }
    result: dict[int, Figures] = {}
    for year in years:
        if seed is not None and year == seed_year:
            result[year] = seed
            continue
        proactive_form, applications_form = forms[year]
        of_year = {row: values[year] for row, values in documents.items()}
        proactive = (
            _proactive_2021(draw, volume, of_year)
            if proactive_form == "2021"
            else _proactive_2019(draw, volume, of_year, items[year], items[year + 1])
        )
        applications = _applications(draw, applications_form, volume, backlogs[year], backlogs[year + 1])
        result[year] = Figures(proactive_form, proactive, applications_form, applications, _review(draw, volume))
    return result
