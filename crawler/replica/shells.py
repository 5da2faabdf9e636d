"""What stands between a crawler and a page: the answers of protection services, each in its own shape (SITES.md, 10).

Their looks are made up after the marks that tell them apart; no code of theirs is repeated.
"""

from __future__ import annotations

from collections.abc import Mapping

from crawler.replica.reply import HTML, Reply

_SEED = "qhzqrpAlEpLlDsZmDGqb"
RUISHU = (
    b'<!DOCTYPE html><html><head><meta charset="utf-8"><meta content="d41d8cd98f00b204" r="m">'
    b"<script r='m'>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=17011;$_ts.cd=\"" + _SEED.encode() + b'";</script>'
    b"<script src=\"/4QbVtADbnLVIc/c.FxJzG50F.js\" r='m'></script></head><body></body></html>"
)
_EDGE_ONE = (
    b'<!DOCTYPE html><html><head><meta charset="utf-8"><script>var EO_Bot_Ssid="1849622528";'
    b"(function(){var a=0;for(var i=0;i<37;i++){a+=i*29;}"
    b"document.cookie='EO_Bot_Ssid='+EO_Bot_Ssid+'; __tst_status='+a;"
    b"location.reload();})();</script></head><body></body></html>"
)
_JIASULE = (
    b"<script>document.cookie=('_')+('_')+('j')+('s')+('l')+('_clearance_s=')+(1718003.21+'|-1|')+'qZb%3D;max-age=3600';"
    b"location.href=location.pathname+location.search</script>"
)
_C3VK = (
    b'<!DOCTYPE html><html><head><meta charset="utf-8"><title></title></head><body><script>'
    b'document.cookie="C3VK=7f21c4; path=/; max-age=600";window.location.reload();</script></body></html>'
)
_COOKIE = "guard=a41c"
_ALWAYS = {
    "challenge-everywhere": Reply(412, RUISHU, HTML),
    "challenge-loader": Reply(200, RUISHU, HTML, fields=(("Set-Cookie", "8PHkpr8y443cO=60aXg; path=/"),)),
    "edgeone": Reply(200, _EDGE_ONE, HTML),
    "jsluid": Reply(521, _JIASULE, HTML, fields=(("Set-Cookie", "__jsluid_s=3d0fb1f1c5a15d; path=/; HttpOnly"),)),
    "c3vk": Reply(200, _C3VK, HTML),
}
SHELLS = (*_ALWAYS, "cookie-redirect")
"""Faults of every address of a host, robots.txt apart."""


def shell(name: str, path: str, fields: Mapping[str, str]) -> Reply | None:
    """The answer of a protection service in place of `path`; None where it lets the request through.

    `name`: one of SHELLS. `fields`: the request's, names in lower case.
    """
    if name in _ALWAYS:
        return _ALWAYS[name]
    if _COOKIE in fields.get("cookie", ""):
        return None
    return Reply(302, b"", HTML, fields=(("Location", path), ("Set-Cookie", f"{_COOKIE}; path=/")))
