"""How each family of sites lays out its pages: one module a family, and what all of them share in `common`.

A family is one module and one line in LAYOUTS: the module ends with `LAYOUT = Layout(article, listing, …)`, whose
fields are explained in `layout`. A variation of a family (a tree of year columns, a list in a comment) is a Layout of
its own under a name of its own, which a site names as its `style`; a site without a style is laid out by its family.
"""

from __future__ import annotations

from collections.abc import Mapping

from crawler.replica.layouts import (
    anhui,
    diqing,
    eportal,
    fujian,
    gkmlpt,
    hanweb_dataproxy,
    hanweb_nextgroup,
    hanweb_querylist,
    hanweb_xxgk,
    hebei,
    hebei_columns,
    henan,
    jpaas,
    kunming,
    kunming_topic,
    nfcms,
    other,
    other_script,
    other_shanghai,
    qiannan,
    trs,
    trs_guizhou,
    ucap,
    vsb,
    yunnan,
)
from crawler.replica.layouts.layout import Layout as Layout
from crawler.replica.values import Site

LAYOUTS: Mapping[str, Layout] = {
    "trs": trs.LAYOUT,
    "vsb": vsb.LAYOUT,
    "kunming": kunming.LAYOUT,
    "diqing": diqing.LAYOUT,
    "yunnan": yunnan.LAYOUT,
    "hanweb_dataproxy": hanweb_dataproxy.LAYOUT,
    "hanweb_dataproxy_exact": hanweb_dataproxy.EXACT,
    "hanweb_nextgroup": hanweb_nextgroup.LAYOUT,
    "hanweb_nextgroup_refusing": hanweb_nextgroup.REFUSING,
    "hanweb_xxgk": hanweb_xxgk.LAYOUT,
    "hanweb_querylist": hanweb_querylist.LAYOUT,
    "jpaas": jpaas.LAYOUT,
    "ucap": ucap.LAYOUT,
    "ucap_commented": ucap.COMMENTED,
    "ucap_tax": ucap.TAX,
    "gkmlpt": gkmlpt.LAYOUT,
    "gkmlpt_scripted": gkmlpt.SCRIPTED,
    "fujian": fujian.LAYOUT,
    "nfcms": nfcms.LAYOUT,
    "henan": henan.LAYOUT,
    "hebei": hebei.LAYOUT,
    "hebei_columns": hebei_columns.LAYOUT,
    "anhui": anhui.LAYOUT,
    "anhui_numbered": anhui.NUMBERED,
    "eportal": eportal.LAYOUT,
    "other": other.LAYOUT,
    "other_script": other_script.LAYOUT,
    "other_shanghai": other_shanghai.LAYOUT,
    "trs_guizhou": trs_guizhou.LAYOUT,
    "kunming_topic": kunming_topic.LAYOUT,
    "kunming_index_one": kunming.INDEX_ONE,
    "qiannan": qiannan.LAYOUT,
}
"""By family, or by style."""


def layout_of(site: Site) -> Layout:
    return LAYOUTS[site.style or site.family]
