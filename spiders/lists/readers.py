"""Which reader a family's lists have."""

from __future__ import annotations

from collections.abc import Mapping

from spiders.lists import (
    fujian,
    gkmlpt,
    hanweb_dataproxy,
    hanweb_nextgroup,
    hanweb_querylist,
    hanweb_xxgk,
    jpaas,
    plain,
    ucap,
)
from spiders.lists.model import ListReader
from spiders.lists.pagers import PAGERS

READERS: Mapping[str, ListReader] = {
    **dict.fromkeys(PAGERS, plain.read),
    "hanweb_dataproxy": hanweb_dataproxy.read,
    "hanweb_nextgroup": hanweb_nextgroup.read,
    "hanweb_xxgk": hanweb_xxgk.read,
    "hanweb_querylist": hanweb_querylist.read,
    "jpaas": jpaas.read,
    "ucap": ucap.read,
    "gkmlpt": gkmlpt.read,
    "fujian": fujian.read,
}
"""Family slug → its reader."""
