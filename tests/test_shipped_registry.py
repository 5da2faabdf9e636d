"""data/sources.csv: every column of the list of sites is a row of it, and each row holds together."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest

from crawler.divisions import division_and_parents
from crawler.registry_rules import path_and_query
from crawler.sources import FAMILIES, Source, load_sources
from spiders.lists.readers import READERS

PROJECT = Path(__file__).resolve().parent.parent
SITES = PROJECT.parent / "shared" / "sources.tsv"
SOURCES = load_sources(PROJECT / "data" / "sources.csv")
BY_ID = {source.id: source for source in SOURCES}
SEEDS = """\
yunnan-gxt yunnan 530000 own active https://gxt.yn.gov.cn/gxt/zwgk/xxgkndbg2ynsgxw/
linyi-hedong-gxj vsb 371312 own assumed http://hedong.gov.cn/zwgk/bmnb/gyhxxhj.htm
liangshan-jxj trs 513400 own active https://jxj.lsz.gov.cn/zfxxgk/zfxxgknb/
diqing-gxj diqing 533400 shared active http://www.diqing.gov.cn/zfxxgk_dqzzf/gknb/bmxxgknb/
kunming-zwfw kunming 530100 own active https://zwfw.km.gov.cn/zfxxgk/zfxxgknb/
"""
ARTICLE_SEEN = re.compile(r"article seen: (\S+)")
each_source = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)


def path_of(url: str) -> str:
    return path_and_query(urlsplit(url))


def articles_seen(source: Source) -> list[str]:
    return ARTICLE_SEEN.findall(source.note)


def columns_of_the_list() -> list[dict[str, str]]:
    if not SITES.exists():
        pytest.skip(f"{SITES.name} is not beside this checkout: the list of sites is not part of the repository")
    with SITES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def family_table() -> set[tuple[str, str]]:
    with (PROJECT / "data" / "families.csv").open(encoding="utf-8", newline="") as file:
        return {(row["name"], row["family"]) for row in csv.DictReader(file)}


def row_of(column: dict[str, str]) -> Source:
    """The registry's row of a column: by its list's address, else by the article's."""
    if column["listing_url"]:
        (source,) = [source for source in SOURCES if urldefrag(source.list_url)[0] == column["listing_url"]]
        return source
    article = urlsplit(column["article_url"])
    (source,) = [
        source
        for source in SOURCES
        if column["article_url"] in articles_seen(source)
        or (source.host == article.hostname and re.match(source.article_pattern, path_and_query(article)))
    ]
    return source


def test_the_five_seeds_stand_first_and_as_they_were() -> None:
    lines = [
        f"{source.id} {source.family} {source.division} {source.scope} {source.state} {source.list_url}\n"
        for source in SOURCES[:5]
    ]
    assert "".join(lines) == SEEDS


@each_source
def test_patterns_take_articles_and_leave_lists_alone(source: Source) -> None:
    for article in articles_seen(source):
        assert re.match(source.article_pattern, path_of(article))
        assert not source.branch_pattern or not re.match(source.branch_pattern, path_of(article))
    for page in ("", "index.html", "index.shtml", "index_1.html", "index_2.shtml", "index.htm"):
        beside = path_of(source.list_url).rpartition("/")[0] + "/" + page
        assert not re.match(source.article_pattern, beside), f"{beside} is a page of the list"


@pytest.mark.parametrize(
    ("source_id", "branches", "others"),
    [
        (
            "central-mct",
            ["/zfxxgknb/2008n/", "/zfxxgknb/2020n/index.html"],
            ["/zfxxgknb/", "/zfxxgknb/2020n/index_1.html", "/zfxxgknb/2020n/202012/t20201204_904780.html"],
        ),
        (
            "liangshan-bumen-2021",
            ["/zfxxgknb/2022nnb/zjbm2022/", "/zfxxgknb/2022nnb/"],
            ["/zfxxgknb/2021nnb/zjbm2021/", "/zfxxgknb/2021nnb/xsq2021/"],
        ),
        (
            "guizhou",
            ["/zwgk/zfxxgk/zfxxgknb/2018n/", "/zwgk/zfxxgk/zfxxgknb/2026n_5991234/"],
            ["/zwgk/zfxxgk/zfxxgknb/2018n/202109/", "/zwgk/zfxxgk/zfxxgkzn/"],
        ),
        (
            "xingyi",
            ["/zwgk/zfxxgk/zfxxgknb/2023h/", "/zwgk/zfxxgk/zfxxgknb/2023h/2023R/"],
            ["/zwgk/zfxxgk/zfxxgknb/2023h/2023R/202401/t20240124_83623452.html"],
        ),
        (
            "liupanshui-shuicheng",
            ["/newsite/zwgk/zfxxgk_1/zfxxgknb/nb_2023n/"],
            ["/newsite/zwgk/zfxxgk_1/zfxxgknb/nb_2022n/", "/newsite/zwgk/zfxxgk_1/zfxxgkzn/"],
        ),
        (
            "qiannan",
            ["/zwgkztym/zrmzfbgs_085412/zfxxgk_06874/zfxxgknb_06879/2024n/"],
            ["/zwgkztym/zrmzfbgs_085412/zfxxgk_06874/zfxxgknb_06879/2023n/"],
        ),
        (
            "beijing-tongzhou",
            [
                "/bjtz/zwgk/zcwj67/zfxxgknb/2024n78/index.shtml",
                "/bjtz/zwgk/zcwj67/zfxxgknb/2024n78/xzjd/index.shtml",
            ],
            ["/bjtz/zwgk/zcwj67/zfxxgknb/2024n78/xzjd/2025012410203040501/index.shtml"],
        ),
        (
            "beijing-haidian",
            ["/xxgkzl/zfxxgk/nb/jdbsc/25jdbsc/"],
            ["/xxgkzl/zfxxgk/nb/jdbsc/25jdbsc/202601/t20260120_4812345.shtml", "/jbdt/"],
        ),
        (
            "yicheng-jyj",
            ["/xxgk/xxgknb/2023/", "/xxgk/xxgknb/2023/xzbm/"],
            ["/xxgk/xxgknb/2022/xzbm/", "/xxgk/xxgknb/2023/xzbm/202301/t20230113_3113885.shtml"],
        ),
        (
            "jingdezhen-changjiang-gxj",
            ["/qgxj/zfxxgknb_1916/2022_gx/"],
            ["/qgxj/zfxxgknb_1916/2021_gx/", "/qgxj/zfxxgknb_1916/2022_gx/t800728.shtml"],
        ),
    ],
)
def test_years_and_kinds_are_branches(source_id: str, branches: list[str], others: list[str]) -> None:
    pattern = BY_ID[source_id].branch_pattern
    assert [path for path in branches if not re.match(pattern, path)] == []
    assert [path for path in others if re.match(pattern, path)] == []


def test_a_tree_whose_root_is_one_year_takes_articles_of_the_other_years() -> None:
    column = "/zwgkztym/zrmzfbgs_085412/zfxxgk_06874/zfxxgknb_06879/"
    assert re.match(BY_ID["qiannan"].article_pattern, column + "2026n/202701/t20270115_1.html")


def test_division_names_are_those_of_the_bodies() -> None:
    """Two bodies are called 河东区: the division decides, so each body's place must be the division's."""
    hedong = [division.name for division in division_and_parents(BY_ID["linyi-hedong-gxj"].division)]
    assert hedong == ["山东省", "临沂市", "河东区"]
    places = {
        source.body: division_and_parents(source.division)[-1].name or ""
        for source in SOURCES
        if source.division and source.level not in ("other", "township")
    }
    assert {body: place for body, place in places.items() if place[:2] not in body} == {}


def test_families_are_mapped_once_and_none_is_left_over() -> None:
    table = family_table()
    used = {(column["family"], row_of(column).family) for column in columns_of_the_list()}
    assert used == table
    assert {family for _, family in table} <= set(FAMILIES)
    twice = {name for name, count in Counter(name for name, _ in table).items() if count > 1}
    assert twice == {"huilan/TRS static"}, "the name itself says two kinds: each of its sites is of one"


def test_every_column_of_the_list_of_sites_is_a_row() -> None:
    columns = columns_of_the_list()
    rows = [row_of(column) for column in columns]
    assert len({row.id for row in rows}) == len(columns) == 108
    assert [row.id for row in SOURCES[:108]] == [row.id for row in rows], "in the order of the list"
    for column, row in zip(columns, rows, strict=True):
        assert row.evidence == column["evidence"]
        assert row.level == column["level"]
        assert row.body in (column["name"], re.sub(r" ?\([^)]*\)| 20\d{2}$", "", column["name"]))
        assert row.division == column["division"] or row.id == "xinjiang-bingtuan-fgw"
        assert (row.state == "unlisted") is (not column["listing_url"] and row.id != "linyi-hedong-gxj")
        assert (row.state == "assumed") is ("list path is a guess" in column["note"] or row.id == "linyi-hedong-gxj")
        if column["article_url"] not in ("", column["listing_url"]):
            assert re.match(row.article_pattern, path_of(column["article_url"]))


def test_what_is_walked_has_a_reader() -> None:
    walked = {source.family for source in SOURCES if source.state in ("active", "assumed")}
    assert walked - READERS.keys() == set()


def test_what_is_not_walked_says_why() -> None:
    states = Counter(source.state for source in SOURCES)
    assert states["active"] > 80
    assert [source.id for source in SOURCES if source.state == "disabled" and "disabled" not in source.note] == []
    unlisted = [source for source in SOURCES if source.state == "unlisted"]
    assert [source.id for source in unlisted if not articles_seen(source)] == [], "its article is all that is known"


def test_lists_that_only_a_script_draws_go_through_a_browser() -> None:
    browser = {source.id for source in SOURCES if source.rendering == "browser"}
    assert browser == {"kunming-xundian", "ningbo-jiangbei-zjj"}
