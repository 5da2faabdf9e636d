"""Links of a page to files beside it, read without the rest of the page: spiders call this for every report page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from crawler.documents.html.containers import MARK_TAG
from crawler.documents.html.page import ParsedPage, parse_page
from crawler.documents.model import Link
from crawler.documents.wording import folded

_SUFFIXES = "pdf|docx?|xlsx?|wps|zip|rar|ofd"
# In the path, or as a parameter's value: downfile.jsp?classid=0&filename=2301….pdf (Hanweb), t2023….doc?download=1.
_FILE_ADDRESS = re.compile(rf"\.(?:{_SUFFIXES})(?:$|[?#&;])", re.IGNORECASE)
_FILE_NAME = re.compile(rf"\.(?:{_SUFFIXES})\b", re.IGNORECASE)
# VSB serves files by number, and only the link's text says what kind: download.jsp?wbfileid=… 附件【….docx】
_DOWNLOAD = re.compile(r"download|downfile|attach|fileid", re.IGNORECASE)
_NO_FILE = re.compile(r"\s*(?:javascript|mailto|data|tel):|\s*#", re.IGNORECASE)
_NAVIGATION = re.compile(r"nav|menu|foot|header|sidebar|breadcrumb", re.IGNORECASE)
_LEVELS_AROUND_BODY = 2


def attachment_links(html: str) -> tuple[Link, ...]:
    """The page's links to PDF, DOC, DOCX, XLS, XLSX, WPS, ZIP, RAR and OFD files, addresses as written, each once.

    From the body's container and what follows it in the elements around it; from the whole page but its navigation
    where no container is known; and from the list of files in the page's script, where it has one. Raises
    DocumentError for markup beyond the bounds of `limits`.
    """
    return attachments_of(parse_page(html))


def attachments_of(page: ParsedPage) -> tuple[Link, ...]:
    """The same for a page that is parsed, before its tables are taken out (files are listed in tables, too)."""
    found: dict[str, Link] = {}
    for link in _links(page):
        address = (link.attributes.get("href") or "").strip()
        text = folded(link.text()) or folded(link.attributes.get("title") or "")
        if address and address not in found and _is_file(address, text):
            found[address] = Link(address, text)
    for file in page.script.files if page.script is not None else ():
        if file.address and file.address not in found and _is_listed_file(file):
            found[file.address] = file
    return tuple(found.values())


def _is_listed_file(file: Link) -> bool:
    """Whether an entry of a list of files is of one of the kinds: by its address, or by its name alone."""
    return _is_file(file.address, file.text) or (
        _NO_FILE.match(file.address) is None and _FILE_NAME.search(file.text) is not None
    )


def _is_file(address: str, text: str) -> bool:
    if _NO_FILE.match(address):
        return False
    if _FILE_ADDRESS.search(address) or ("%" in address and _FILE_ADDRESS.search(unquote(address))):
        return True
    return _DOWNLOAD.search(address) is not None and _FILE_NAME.search(text) is not None


def _links(page: ParsedPage) -> Iterator[LexborNode]:
    if not page.containers:
        for link in page.tree.css("a[href]"):
            if not _in_navigation(link):
                yield link
        return
    for container in page.containers:
        yield from container.css("a[href]")
    mark = page.containers[0] if page.body_tree is None else page.tree.css_first(MARK_TAG)
    if mark is not None:
        yield from _after(mark)


def _after(mark: LexborNode) -> Iterator[LexborNode]:
    """Links that follow the body in its parent and grandparent: a list of files usually stands right under the text."""
    inner: LexborNode | None = mark
    for _ in range(_LEVELS_AROUND_BODY):
        if inner is None or inner.tag in ("body", "html"):
            return
        following = inner.next
        while following is not None:
            if following.is_element_node and not _names_navigation(following):
                if following.tag == "a":
                    yield following
                yield from _without(following.css("a[href]"), following)
            following = following.next
        inner = inner.parent


def _without(links: Sequence[LexborNode], itself: LexborNode) -> Iterator[LexborNode]:
    return (link for link in links if link.mem_id != itself.mem_id)


def _in_navigation(link: LexborNode) -> bool:
    outer = link.parent
    while outer is not None and outer.tag not in ("body", "html"):
        if outer.is_element_node and _names_navigation(outer):
            return True
        outer = outer.parent
    return False


def _names_navigation(node: LexborNode) -> bool:
    if node.tag in ("nav", "header", "footer", "aside"):
        return True
    attributes = node.attributes
    return any(_NAVIGATION.search(attributes.get(name) or "") for name in ("class", "id"))
