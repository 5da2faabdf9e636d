"""What is taken out of a version's rows when it is withheld. The browsing file answers any SQL, so nothing that is
withheld may stand in it; a later reading of the kept bytes brings everything back."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator

from sqlite_utils import Database

from crawler.withholdings import Scope

WITHHELD = "〔应请求不公开〕"
"""Stands where contact data stood: "not published, on request"."""
CONTACT_COLUMNS = tuple(f"contact_{name}" for name in ("unit", "address", "postcode", "phone", "fax", "email"))
_CHILDREN = ("metadata", "sections", "proactive", "applications", "reviews", "statistics", "flags", "checks")
_TAKEN = (
    *("title", "report_year", "index_number", "published", "period_start", "period_end", "period_raw"),
    *("proactive_form", "applications_form", "review_form", "statistics_form", "proactive_cells", "applications_rows"),
    *("review_cells", "statistics_count", *CONTACT_COLUMNS),
)
_CONTACT_LABEL = re.compile(r"电话|传真|手机|邮编|邮政编码|邮箱|电子邮件|地址|联系|通讯|e-?mail|tel|fax", re.IGNORECASE)
_LEAST = 4
"""A shorter value (an extension, 办) stands everywhere by chance; without its context it leads to nobody."""
_LOCAL_NUMBER = re.compile(r"\d{7,}")
_DASHES = "-‐‑‒–—―－−"
_AT = re.compile(r"(?:[@＠#＃☆★]|[\[(（【〔［]\s*(?:at|@|＠)\s*[\])）】〕］])", re.IGNORECASE)
"""How sites write the sign in an address of mail, so that nobody collects it."""
_TEXTS = (
    ("metadata", "position", ("label", "value")),
    ("sections", "number", ("heading", "text")),
    ("flags", "position", ("raw", "note")),
    ("checks", "position", ("note",)),
)


def redact(browse: Database, version: str, scope: Scope) -> None:
    """Take out what `scope` says, and mark the version. Works inside the caller's transaction; doing it again to rows
    that are redacted changes nothing."""
    # What is deleted is overwritten: bytes that stay on a free page would still be served with the file.
    browse.execute("PRAGMA secure_delete = ON")
    if scope == "report":
        _take_report(browse, version)
    else:
        _take_contact(browse, version)


def _take_report(browse: Database, version: str) -> None:
    for table in _CHILDREN:
        browse.execute(f"DELETE FROM {table} WHERE version = ?", [version])
    nothing = ", ".join(f"{name} = NULL" for name in _TAKEN)
    browse.execute(
        f"UPDATE versions SET {nothing}, class_reasons = '[]', characters = 0, flag_count = 0, failed_checks = 0, "
        "withheld = 'report' WHERE id = ?",
        [version],
    )


def _take_contact(browse: Database, version: str) -> None:
    row = browse.execute(
        f"SELECT {', '.join(CONTACT_COLUMNS)}, title, class_reasons FROM versions WHERE id = ?", [version]
    ).fetchone()
    *contact, title, class_reasons = row
    labelled = browse.execute("SELECT position, label, value FROM metadata WHERE version = ?", [version]).fetchall()
    of_contact = [(position, value) for position, label, value in labelled if _CONTACT_LABEL.search(label)]
    public = {name for (name,) in browse.execute("SELECT name FROM bodies")}
    pattern = contact_pattern((*filter(None, contact), *(value for _, value in of_contact)), public)
    browse.conn.executemany(
        "UPDATE metadata SET value = ? WHERE version = ? AND position = ?",
        [(WITHHELD, version, position) for position, value in of_contact if value],
    )
    nothing = ", ".join(f"{name} = NULL" for name in CONTACT_COLUMNS)
    browse.execute(f"UPDATE versions SET {nothing}, withheld = 'contact' WHERE id = ?", [version])
    if pattern is None:
        return
    browse.execute(
        "UPDATE versions SET title = ?, class_reasons = ? WHERE id = ?",
        [
            None if title is None else pattern.sub(WITHHELD, title),
            json.dumps([pattern.sub(WITHHELD, one) for one in json.loads(class_reasons)], ensure_ascii=False),
            version,
        ],
    )
    for table, key, names in _TEXTS:
        _replace_in(browse, table, key, names, version, pattern)
    browse.execute(
        "UPDATE versions SET characters = (SELECT coalesce(sum(length(text)), 0) FROM sections WHERE version = id) "
        "WHERE id = ?",
        [version],
    )


def _replace_in(
    browse: Database, table: str, key: str, names: tuple[str, ...], version: str, pattern: re.Pattern[str]
) -> None:
    rows = browse.execute(f"SELECT {key}, {', '.join(names)} FROM {table} WHERE version = ?", [version]).fetchall()
    updates = ", ".join(f"{name} = ?" for name in names)
    for place, *texts in rows:
        replaced = [pattern.sub(WITHHELD, text) for text in texts]
        if replaced != texts:
            browse.execute(f"UPDATE {table} SET {updates} WHERE version = ? AND {key} = ?", [*replaced, version, place])


def contact_pattern(values: Iterable[str], public: Iterable[str] = ()) -> re.Pattern[str] | None:
    """What finds these values in a text, however they are spaced, in full width or half, and with whichever dash; of a
    telephone number also its local part alone. `public`: names that every page of the corpus shows anyway.

    None where no value is long enough to be looked for.
    """
    shown = {_dense(name) for name in public}
    words = {word for value in values for word in _words_of(value) if not any(word in name for name in shown)}
    if not words:
        return None
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(_however_printed, longest_first)), re.IGNORECASE)


def _words_of(value: str) -> Iterator[str]:
    dense = _AT.sub("@", _dense(value))
    if len(dense) >= _LEAST and WITHHELD not in dense:
        yield dense
        yield from _LOCAL_NUMBER.findall(dense) or _LOCAL_NUMBER.findall(re.sub(f"[{re.escape(_DASHES)}]", "", dense))


def _however_printed(word: str) -> str:
    """Blanks anywhere; within the digits of a telephone number dashes, too (6314-9962)."""
    telephone = {place for found in _LOCAL_NUMBER.finditer(word) for place in range(found.start() + 1, found.end())}
    between = rf"[\s{re.escape(_DASHES)}]*"
    pieces = ((between if place in telephone else r"\s*") + _any_width(one) for place, one in enumerate(word))
    return "".join(pieces).removeprefix(r"\s*")


def _dense(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _any_width(character: str) -> str:
    if character == "@":
        return _AT.pattern
    if character in _DASHES:
        return f"[{re.escape(_DASHES)}]"
    wide = chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character
    return re.escape(character) if wide == character else f"[{re.escape(character)}{wide}]"
