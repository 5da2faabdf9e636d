"""A list that only a browser shows: the page is an empty shell, and its script draws the rows after the page is loaded.

The rows come as JSON from beside the page, one group at a time, and their addresses are put together by the script: the
source of the page holds not one of them. Articles are those of `other`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from crawler.replica.layouts import other
from crawler.replica.layouts.common import breadcrumb, document, footer, meta_tags, side, top
from crawler.replica.layouts.layout import Layout
from crawler.replica.values import Call, Endpoint, ListPage, Said, Site

JSON = "application/json; charset=utf-8"
ROWS_FILE = "list.json"
_SCRIPT = """<script type="text/javascript">
(function () {
  var number = parseInt((/[?&]page=([0-9]+)/.exec(location.search) || [0, "1"])[1], 10);
  function link(href, text) {
    var anchor = document.createElement("a");
    anchor.href = href;
    anchor.appendChild(document.createTextNode(text));
    return anchor;
  }
  function draw(data) {
    var list = document.getElementById("rows"), pager = document.getElementById("pager");
    list.innerHTML = "";
    for (var i = 0; i < data.list.length; i++) {
      var row = document.createElement("li"), day = document.createElement("span");
      day.appendChild(document.createTextNode(data.list[i].day));
      row.appendChild(link("/" + data.list[i].kind + "/" + data.list[i].day.split("-").join("/") + "/" +
        data.list[i].id + ".shtml", data.list[i].title));
      row.appendChild(day);
      list.appendChild(row);
    }
    pager.appendChild(document.createTextNode("\\u5171" + data.total + "\\u6761 "));
    if (number > 1) { pager.appendChild(link("?page=" + (number - 1), "\\u4e0a\\u4e00\\u9875")); }
    if (number < data.pages) { pager.appendChild(link("?page=" + (number + 1), "\\u4e0b\\u4e00\\u9875")); }
  }
  window.addEventListener("load", function () {
    var request = new XMLHttpRequest();
    request.open("GET", "ROWS_FILE?page=" + number);
    request.onload = function () { draw(JSON.parse(request.responseText)); };
    request.send();
  });
})();
</script>
""".replace("ROWS_FILE", ROWS_FILE)


def listing(site: Site, page: ListPage) -> str:
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}"),
        top(site, other.COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}{side(other.COLOUR)}<div class="right">'
        + '<ul class="list" id="rows"><li>正在加载，请稍候</li></ul>\n'
        + '<div class="pager" id="pager"></div></div></div>\n'
        + f"{footer(site)}{_SCRIPT}",
    )


def _rows(page: ListPage) -> list[dict[str, str]]:
    found = []
    for row in page.rows:
        kind, year, month, day, name = row.path.removeprefix("/").split("/")
        found.append(
            {"id": name.removesuffix(".shtml"), "kind": kind, "day": f"{year}-{month}-{day}", "title": row.title}
        )
    return found


def endpoints(site: Site, pages: tuple[ListPage, ...]) -> Mapping[str, Endpoint]:
    def rows(call: Call) -> Said:
        number = call.query.get("page", "1")
        page = next((page for page in pages if str(page.number) == number), None)
        answer = {"total": pages[0].said, "pages": len(pages), "list": _rows(page) if page else []}
        return Said(json.dumps(answer, ensure_ascii=False), JSON)

    return {f"{site.list_path.rpartition('/')[0]}/{ROWS_FILE}": rows}


def list_page_path(site: Site, number: int, pages: int) -> str:
    return f"{site.list_path}?page={number}"


LAYOUT = Layout(
    other.article,
    listing,
    other.article_path,
    list_path="/zwgk/{column}/xxgknb.shtml",
    article_pattern=other.LAYOUT.article_pattern,
    list_page_path=list_page_path,
    endpoints=endpoints,
    evidence="stated",
)
