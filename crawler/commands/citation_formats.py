"""A citation as text (GB/T 7714-2015), as BibTeX, and as CSL-JSON. Pure; what is not known is left out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from crawler.store.reported.citations import Citation

DEMONSTRATION = "演示数据"
NO_TITLE = "[无题名]"
"""In square brackets, as a citation marks what the source does not print."""

_ESCAPED: Mapping[str, str] = {
    "\\": r"\textbackslash{}",
    # Not \{ and \}: BibTeX counts braces without looking at what stands before them.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "$": r"\$",
    "#": r"\#",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_VERBATIM: Mapping[str, str] = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}
"""`url` is a verbatim field: only what would end it, or is no address, is written as an address writes it."""


def as_text(one: Citation) -> str:
    """Two lines. The first is an online resource of GB/T 7714-2015: 责任者. 题名[EB/OL]. (发布日期)[引用日期]. 地址.

    The date of citation is that of the capture. A file without an address is [Z], with its name in the address's place.
    The second line is what a reader needs to find the very bytes.
    """
    kind = "EB/OL" if one.address is not None else "Z"
    published = f"({one.published})" if one.published is not None else ""
    where = one.address if one.address is not None else f"文件 {one.file_name}"
    first = f"{one.publisher}. {_title(one)}[{kind}]. {published}[{one.captured_at[:10]}]. {where}."
    return f"{_on_one_line(first)}\n{_on_one_line('; '.join(_particulars(one)))}."


def as_bibtex(one: Citation) -> str:
    """One `@misc` entry; its key is ASCII and the same in equal stores."""
    fields: dict[str, str] = {
        "author": f"{{{_escaped(one.publisher)}}}",
        "title": f"{{{_escaped(_title(one))}}}",
        "publisher": _escaped(one.publisher),
    }
    if one.published is not None:
        fields |= {"year": one.published[:4], "date": one.published}
    if one.address is not None:
        fields["url"] = _replaced(one.address, _VERBATIM)
    else:
        fields["howpublished"] = _escaped(f"文件 {one.file_name}")
    fields["urldate"] = one.captured_at[:10]
    fields["note"] = _escaped("; ".join(_particulars(one)))
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items()]
    return f"@misc{{{citation_key(one)},\n" + ",\n".join(lines) + "\n}"


def as_json(one: Citation) -> str:
    """A CSL-JSON item; what CSL has no variable for stands in `custom`, which its schema leaves to us."""
    item: dict[str, object] = {
        "id": citation_key(one),
        "type": "report",
        "author": [{"literal": one.publisher}],
        "publisher": one.publisher,
        "title": _title(one) if one.title is not None else None,
        "number": one.index_number,
        "issued": _date_parts(one.published),
        "accessed": _date_parts(one.captured_at[:10]),
        "URL": one.address,
        "language": "zh-CN",
        "note": DEMONSTRATION if one.demonstration else None,
        "custom": {
            "report": one.report,
            "report_year": one.report_year,
            "publisher_registered": one.publisher_registered,
            "division": one.division,
            "index_number": one.index_number,
            "file_name": one.file_name,
            "captured_at": one.captured_at,
            "sha256": one.sha256,
            "attachments": [
                {"URL": file.address, "captured_at": file.captured_at, "sha256": file.sha256}
                for file in one.attachments
            ],
            "version": one.version,
            "version_number": one.version_number,
            "version_count": one.version_count,
            "parser_version": one.parser_version,
            "nianbao_version": one.nianbao_version,
            "demonstration": one.demonstration,
        },
    }
    return json.dumps({name: value for name, value in item.items() if value is not None}, ensure_ascii=False, indent=2)


FORMATS: Mapping[str, Callable[[Citation], str]] = {"text": as_text, "bibtex": as_bibtex, "json": as_json}


def citation_key(one: Citation) -> str:
    """`nianbao-530100-2023-284fd5953b92ae5b`: division, report year and the version's id. No re-parse changes it, and
    `nianbao show` finds the version by that id for good (crawler.store.reported.found_reports)."""
    place = one.division or ("000000" if one.publisher_registered else "unregistered")
    return f"nianbao-{place}-{one.report_year}-{one.version}"


def _title(one: Citation) -> str:
    title = one.title if one.title is not None else NO_TITLE
    return f"【{DEMONSTRATION}】{title}" if one.demonstration else title


def _particulars(one: Citation) -> Iterator[str]:
    if one.demonstration:
        yield f"{DEMONSTRATION} (demonstration data, no real report)"
    yield f"报告年度 {one.report_year}"
    if one.index_number is not None:
        yield f"索引号 {one.index_number}"
    yield f"captured {one.captured_at}"
    yield f"SHA-256 {one.sha256}"
    for file in one.attachments:
        yield f"attachment {file.address} SHA-256 {file.sha256}"
    yield f"version {one.version_number} of {one.version_count} ({one.version})"
    yield f"nianbao {one.nianbao_version}, parser {one.parser_version}"


def _escaped(text: str) -> str:
    return _replaced(_on_one_line(text), _ESCAPED)


def _on_one_line(text: str) -> str:
    """What a page or a file's name prints goes to terminals and bibliographies: no line break, no control code."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())


def _replaced(text: str, replacements: Mapping[str, str]) -> str:
    return "".join(replacements.get(character, character) for character in text)


def _date_parts(day: str | None) -> dict[str, list[list[int]]] | None:
    return None if day is None else {"date-parts": [[int(part) for part in day.split("-")]]}
