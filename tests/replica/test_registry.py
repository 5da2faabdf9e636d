"""The synthetic sites' registry rows are good rows to the crawler, which reads them as it reads its own."""

from __future__ import annotations

from crawler.replica.corpus import real_sites
from crawler.replica.truth import registry_csv
from crawler.sources import load_sources, parse_sources


def test_the_crawler_accepts_the_rows():
    sources = parse_sources(registry_csv(8, 30))
    assert [source.family for source in sources[::3]] == ["trs", "vsb", "kunming", "yunnan"] * 2
    assert {source.state for source in sources} == {"active"}


def test_the_five_sites_are_those_of_the_registry(request):
    registered = {source.id: source for source in load_sources(request.config.rootpath / "data" / "sources.csv")}
    assert len(real_sites()) == 5
    for site in real_sites():
        source = registered[site.source_id]
        assert (site.address(site.list_path), site.body, site.family) == (source.list_url, source.body, source.family)
