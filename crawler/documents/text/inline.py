"""The marks that Markdown writes inside a line or a cell → the text that its reader sees."""

from __future__ import annotations

import html
import re

from crawler.documents.wording import LINE_BREAK, folded_lines

_BREAK = re.compile(r"<\s*br\s*/?\s*>|<\s*/\s*p\s*>(?=.)", re.IGNORECASE)
_TAG = re.compile(r"</?(?:p|b|strong|i|em|u|span|font|sup|sub|div|center)(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)
_BOLD = re.compile(r"(\*{2,3}|_{2,3})(?=\S)([^*_\n]{1,300}?)(?<=\S)\1")
_CODE = re.compile(r"`([^`]{1,300})`")
_FORMULA = re.compile(r"\$\s*([-+]?[0-9][0-9.,\s]{0,30})\s*\$")
"""A number that a tool for papers took for a formula."""
_ESCAPED = re.compile(r"\\([\\|*_`#\[\]().+\-!<>{}~$])")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});")
_HIDDEN_PIPE = "\x00"


def hide_escaped_pipes(line: str) -> str:
    r"""The line with every `\|` out of the way of whoever splits it at its pipes; `plain_text` brings them back."""
    return line.replace("\\|", _HIDDEN_PIPE)


def plain_text(written: str) -> str:
    r"""A cell or a line as its reader sees it: no `**`, `<br>` as "\n", entities and backslashes resolved."""
    text = written
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(LINE_BREAK, text))
    if "**" in text or "__" in text:
        text = _BOLD.sub(r"\2", text)
    if "`" in text:
        text = _CODE.sub(r"\1", text)
    if "$" in text:
        text = _FORMULA.sub(r"\1", text)
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    if "&" in text:
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return folded_lines(text.replace(_HIDDEN_PIPE, "|"))
