"""What lexbor serialises, read as text.

A tree is walked from Python one node at a time; its serialisation comes in one call, and is regular: every element but
the void ones has its end tag, attributes are quoted, and neither a value nor the text holds a bare `<` or `>`. Cut at
these two characters it is text, tag, text, tag … That is many times faster than the walk, and does not care how deep
the nodes stand. Source: HTML standard, "Serializing HTML fragments".
"""

from __future__ import annotations

import re

VOID = frozenset(
    re.findall(
        r"\S+",
        "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr",
    )
)
"""Elements without an end tag."""
RAW_TEXT = ("xmp", "plaintext")
"""Elements whose text is serialised bare; the others (script, style …) are stripped before. See `page`."""

RESERVED = ("\x01", "\x02", "\x03", "\x04", "\x05")
"""Characters that stand for tags while these are turned into text. XML knows none of them, and a page that holds them
loses them in `canonical`."""

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r'\s([^\s=]+)="([^"]*)"')


def canonical(html: str) -> str:
    """A serialisation without comments, without the characters reserved here, and with as many `<` as `>`.

    Only the names of broken tags (`<div<table border=0>`) can hold a `<`; it becomes a hyphen.
    """
    if "<!--" in html:
        html = _COMMENT.sub("", html)
    for character in RESERVED:
        if character in html:
            html = html.replace(character, "")
    if html.count("<") != html.count(">"):
        html = _TAG.sub(lambda tag: f"<{tag[0][1:].replace('<', '-')}", html)
    return html


def pieces(html: str) -> list[str]:
    """Canonical markup cut at its tags: texts at even places, what stands between `<` and `>` at odd ones."""
    return html.replace(">", "<").split("<")


def plain(text: str) -> str:
    """A text or attribute value of the serialisation without its five entities."""
    if "&" not in text:
        return text
    text = text.replace("&nbsp;", "\xa0").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    return text.replace("&amp;", "&")


def tag_name(tag: str) -> str:
    """`td` of `td colspan="2"`, `/td` of `/td`."""
    return tag.partition(" ")[0]


def attributes_of(tag: str) -> dict[str, str]:
    """The attributes of what stands between `<` and `>`."""
    return {name: plain(value) for name, value in _ATTRIBUTE.findall(tag)}
