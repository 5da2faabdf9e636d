"""The differences of two versions, for the terminal and as JSON; marks and not colours say what: [-old-]{+new+}."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cache

from rich.console import Console
from rich.text import Text

from crawler.codebook import read_codebook
from crawler.commands.console import ResultConsole, output
from crawler.store.reported.differences import TABLES, Differences, HeldFile, Replacement, StoredState
from crawler.store.reported.paragraphs import ParagraphChange, Words
from crawler.store.rereading.reading_changes import Absent, Change, Value

WIDTH = 100
"""Of a pipe: readable in a mail, a log and a pager."""
UNCHANGED_SHOWN = 16
"""Characters of unchanged text that stand on either side of a change."""
_STORED_TABLES = {"proactive": "proactive", "applications": "applications", "review": "reviews"}
_AXES = {"applications": "export_applicants", "review": "export_channels"}
DEMONSTRATION = "演示数据 (demonstration data)"


def print_one_version(report: str, state: StoredState, *, json_wanted: bool) -> None:
    if json_wanted:
        output.print(json.dumps({"report": report, "versions": [asdict(state)]}, ensure_ascii=False), markup=False)
        return
    output.print(
        f"{report}: one version, first kept {_second(state.captured_at)}; nothing to compare it with", markup=False
    )


def print_differences(changed: Differences, *, demonstration: bool) -> None:
    console = output if output.is_terminal else ResultConsole(file=output.file, width=WIDTH, highlight=False)
    for line in _lines(changed, demonstration):
        # An indented line goes on under its own beginning.
        indent = len(line) - len(line.lstrip(" "))
        _print_wrapped(console, line, indent)


def as_json(changed: Differences, *, demonstration: bool) -> str:
    """Every change with its whole paragraphs; a value that is absent is {"absent": true}, a blank one null."""
    found = asdict(changed)
    for name in ("head", "numbers", "checks", "flags"):
        found[name] = [
            {
                "where": one.where,
                "label": label_of(one.where),
                "kind": one.kind,
                "before": _plain(one.before),
                "after": _plain(one.after),
            }
            for one in getattr(changed, name)
        ]
    found["demonstration"] = demonstration
    return json.dumps(found, ensure_ascii=False, indent=2)


def _plain(value: Value) -> object:
    return {"absent": True} if isinstance(value, Absent) else value


def _print_wrapped(console: Console, line: str, indent: int) -> None:
    text = Text(line.strip())
    for part in text.wrap(console, max(console.width - indent - 2, 20)):
        console.print(Text(" " * indent) + part, soft_wrap=False)
        indent = indent if indent % 2 else indent + 1


def _lines(changed: Differences, demonstration: bool) -> Iterator[str]:
    yield changed.report + (f"  {DEMONSTRATION}" if demonstration else "")
    for state in (changed.before, changed.after):
        yield f"  version {state.position}: {_told(state)}"
    if changed.before.parser_version != changed.after.parser_version:
        yield "  read by different parsers: a difference may be the parser's; `nianbao reparse` reads both alike"
    for one in changed.replacements:
        yield from _replacement(one)
    for title, changes in (
        ("head", changed.head),
        ("numbers", changed.numbers),
        ("checks", changed.checks),
        ("doubts", changed.flags),
    ):
        if changes:
            yield f"{title}: {len(changes)}"
            yield from map(_change, changes)
    yield from _text(changed)
    yield from _files(changed.files_gone, changed.files_new)
    if not any((changed.head, changed.numbers, changed.checks, changed.flags, changed.sections)) and not (
        changed.files_gone or changed.files_new
    ):
        yield "nothing of what is read differs"


def _told(state: StoredState) -> str:
    parts = [f"first kept {_second(state.captured_at)}"]
    if state.published:
        parts.append(f"dated {state.published}")
    if state.withheld:
        parts.append("contact withheld on request")
    return ", ".join(parts)


def _second(moment: str) -> str:
    return f"{moment[:10]} {moment[11:19]} UTC"


def _replacement(one: Replacement) -> Iterator[str]:
    manner = (
        "replaced in silence: neither the line of its list nor its printed date changed"
        if one.announcement == "silent"
        else "replaced, and announced by the line of its list or its printed date"
    )
    yield f"  {one.kind} {manner}"
    yield f"    {one.address}"
    yield f"    SHA-256 {one.sha256_before[:16]}… (kept {_second(one.captured_before)})"
    yield f"         -> {one.sha256_after[:16]}… (kept {_second(one.captured_after)})"


def _change(one: Change) -> str:
    label = label_of(one.where)
    named = f"{label}  ({one.where})" if label else one.where
    rule = f"{one.field.partition('.')[2]} " if one.field.startswith(("checks.", "flags.")) else ""
    return f"  {rule}{named}: {_shown(one.before)} -> {_shown(one.after)}"


def _shown(value: Value) -> str:
    if isinstance(value, Absent):
        return "(absent)"
    return "(blank)" if value is None else str(value)


def _text(changed: Differences) -> Iterator[str]:
    count = sum(len(section.text.changes) for section in changed.sections)
    if not changed.sections:
        return
    yield f"text: {count} paragraphs changed, {changed.unchanged_paragraphs} unchanged"
    for section in changed.sections:
        if section.heading_before == section.heading_after:
            yield f"  [{section.number}] {section.heading_after}"
        else:
            yield f"  [{section.number}] {_heading(section.heading_before)} -> {_heading(section.heading_after)}"
        yield from (f"    {paragraph(one)}" for one in section.text.changes)


def _heading(words: str | None) -> str:
    return "(absent)" if words is None else words


def paragraph(one: ParagraphChange) -> str:
    """`+` appeared, `-` disappeared, `~` changed, with the changed words in marks and long unchanged stretches cut."""
    if one.kind != "changed":
        return f"+ {one.after}" if one.kind == "appeared" else f"- {one.before}"
    return "~ " + "".join(
        _marked(words, first=place == 0, last=place == len(one.words) - 1) for place, words in enumerate(one.words)
    )


def _marked(words: Words, *, first: bool, last: bool) -> str:
    if words.before != words.after:
        gone = f"[-{words.before}-]" if words.before else ""
        return gone + (f"{{+{words.after}+}}" if words.after else "")
    text = words.after
    if len(text) <= 2 * UNCHANGED_SHOWN + 1:
        return text
    start = "" if first else text[:UNCHANGED_SHOWN]
    end = "" if last else text[-UNCHANGED_SHOWN:]
    return f"{start}…{end}"


def _files(gone: Sequence[HeldFile], new: Sequence[HeldFile]) -> Iterator[str]:
    if gone or new:
        yield f"files: {len(gone)} gone, {len(new)} new"
        yield from (f"  - {file.name}  SHA-256 {file.sha256[:16]}…" for file in gone)
        yield from (f"  + {file.name}  SHA-256 {file.sha256[:16]}…" for file in new)


def label_of(where: str) -> str:
    """What the form prints at a place, out of the codebook; "" where it is no cell of a form."""
    table, _, rest = where.partition(".")
    if table not in TABLES:
        return ""
    row, _, column = rest.partition(".")
    labels = _labels()
    if table == "statistics":
        return labels.get(("current_statistics_2014", row), "")
    name = {"proactive": f"{row}_{column}", "applications": row, "review": column}[table]
    words = [labels.get((_STORED_TABLES[table], name), "")]
    if table in _AXES:
        words.append(labels.get((_AXES[table], column if table == "applications" else row), ""))
    return " · ".join(word for word in (words if table == "applications" else reversed(words)) if word)


@cache
def _labels() -> Mapping[tuple[str, str], str]:
    return {(entry.table, entry.column): entry.label for entry in read_codebook()}
