"""A patient client follows the embedded groups to their end; everything asked wrongly is 54 empty bytes."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import lxml.html
import pytest

DATASTORE = re.compile(r"<datastore>.*?</datastore>", re.DOTALL)
GROUP = re.compile(r"<nextgroup><!\[CDATA\[(.*?)\]\]></nextgroup>", re.DOTALL)
RECORD = re.compile(r"<record><!\[CDATA\[(.*?)\]\]></record>", re.DOTALL)


def read(datastore, address):
    """(links, next group's address or None) of a datastore."""
    rows = [lxml.html.fromstring(record).find(".//a") for record in RECORD.findall(datastore)]
    group = GROUP.search(datastore)
    following = urljoin(address, lxml.html.fromstring(group[1]).get("href")) if group else None
    return [urljoin(address, row.get("href")) for row in rows], following


def walk(served):
    """All links in the order in which they came, with repetitions, and the addresses that were followed."""
    page = served.get(served.column)
    embedded, following = read(DATASTORE.search(page)[0], served.column)
    came, followed = [embedded], []
    while following:
        followed.append(following)
        answer = served.get(following)
        links, following = read(answer, following)
        came.append(links)
    return came, followed


def first_group(served):
    return read(DATASTORE.search(served.get(served.column))[0], served.column)[1]


@pytest.mark.parametrize("articles", [1, 6, 23])
def test_a_patient_client_sees_every_row(serve, articles):
    served = serve("hanweb_nextgroup", articles)
    came, _ = walk(served)
    assert list(dict.fromkeys(link for links in came for link in links)) == served.article_addresses()
    assert f"totalRecord:{articles}," in served.get(served.column)
    assert f"<totalrecord>{articles}</totalrecord>" in served.get(first_group(served))


def test_the_first_link_leads_to_the_embedded_group_again(serve):
    came, followed = walk(serve("hanweb_nextgroup", 23, rows=6))
    assert came[0] == came[1]
    assert [dict(parse_qsl(urlsplit(address).query))["page"] for address in followed] == ["1", "2", "3", "4"]


def test_links_of_the_answers_are_relative_to_the_proxy(serve):
    served = serve("hanweb_nextgroup")
    assert '<a href="./dataproxy.jsp?page=2&amp;' in served.get(first_group(served))
    assert '<a href="/module/web/jpage/dataproxy.jsp?page=1&' in served.get(served.column)


def test_the_page_has_no_row_but_in_its_scripts_and_those_twice(serve):
    served = serve("hanweb_nextgroup")
    page = served.get(served.column)
    assert not [link for link in lxml.html.fromstring(page).iterfind(".//a") if "/art/" in link.get("href")]
    desktop, mobile = DATASTORE.findall(page)
    assert read(desktop, served.column) == read(mobile, served.column)


def changed(address, **changes):
    query = dict(parse_qsl(urlsplit(address).query)) | changes
    return f"{urlsplit(address).path}?{urlencode({name: value for name, value in query.items() if value})}"


@pytest.mark.parametrize(
    "changes",
    [
        {"columnid": "901"},
        {"columnid": ""},
        {"unitid": "1"},
        {"webid": ""},
        {"page": "0"},
        {"page": "5"},
        {"page": "x"},
        {"page": ""},
    ],
    ids=str,
)
def test_asked_wrongly_or_after_the_end_54_empty_bytes_come(serve, changes):
    served = serve("hanweb_nextgroup", 23, rows=6)
    address = first_group(served)
    assert served.ask(changed(address)).body.startswith("<datastore>")
    answer = served.ask(changed(address, **changes))
    assert (answer.status, len(answer.body.encode()), answer.body.strip()) == (200, 54, "")


def test_the_encrypted_columnid_can_only_be_copied(serve):
    served = serve("hanweb_nextgroup")
    address = first_group(served)
    token = dict(parse_qsl(urlsplit(address).query))["columnid"]
    assert {"+", "/", "="} <= set(token) and "901" not in token
    unquoted = address.replace(urlencode({"columnid": token}), f"columnid={token}")
    assert unquoted != address and served.get(unquoted).strip() == ""


def test_a_refusing_site_ends_in_empty_bytes_before_its_total(serve):
    served = serve("hanweb_nextgroup_refusing", 23, rows=6)
    came, followed = walk(served)
    assert len({link for links in came for link in links}) == 12
    assert len(served.get(followed[-1]).encode()) == 54
    assert "<totalrecord>23</totalrecord>" in served.get(followed[0])


def test_it_takes_no_post(serve):
    served = serve("hanweb_nextgroup")
    assert served.post(first_group(served), {}).strip() == ""
