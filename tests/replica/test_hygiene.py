"""The replica stands alone, copies no sentence of a seed, and changes no word when it pastes like Word."""

from __future__ import annotations

import ast
import json
import re
import unicodedata
from importlib.resources import files
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.replica.markup import WordPaste
from crawler.replica.truth import other_pages, published_reports

PROJECT = Path(__file__).resolve().parents[2]
REPLICA = PROJECT / "crawler" / "replica"
SEEDS = PROJECT.parent / "shared" / "seeds"
MODULES = sorted(REPLICA.rglob("*.py"))
RUN = 25
"""So many characters in a row are no coincidence."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(REPLICA)))
def test_it_imports_nothing_of_the_application(path):
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide what is imported"
            names.append(node.module or "")
    ours = [name for name in names if name.partition(".")[0] in ("crawler", "spiders", "pipelines")]
    assert [name for name in ours if not name.startswith("crawler.replica")] == []


def plain(text: str) -> str:
    """Full and half width alike, blanks taken out: how two texts are compared here."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def labels_of(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [label for part in parts for label in labels_of(part)]


def facts_not_prose() -> list[str]:
    """What may be said alike: table labels, headings, titles, head values, addresses; the longest first."""
    data = files("crawler.replica") / "data"
    allowed = labels_of(json.loads((data / "forms.json").read_text(encoding="utf-8")))
    for name, seed in json.loads((data / "seeds.json").read_text(encoding="utf-8")).items():
        if name != "about":
            allowed += [seed["title"], *seed["headings"], *labels_of(seed["head"]), *seed.get("labels", {}).values()]
            contact = re.findall(r"地址:([^，]+)，", "".join(seed["intro"]))
            allowed += contact
    return sorted({plain(text) for text in allowed if len(text) > 3}, key=len, reverse=True)


def runs(text: str) -> set[str]:
    return {text[start : start + RUN] for start in range(len(text) - RUN + 1)}


CONTACT = re.compile(
    r"\(?(?:地址|邮编|(?:联系)?电话|传真|电子邮箱):[\w@.—-]*|https?://[\w./]+|\d{4}年\d+月\d+日(?:[—至起]*\d{4}年\d+月\d+日)?"
)
"""Contact facts and dates of a seed, which the replica states as the seed does."""


def without(text: str, allowed: list[str]) -> str:
    text = CONTACT.sub("\n", text)
    for phrase in allowed:
        text = text.replace(phrase, "\n")
    return text


@pytest.fixture(scope="module")
def pages_text(client) -> str:
    """The words of every page of the five sites, and of the data files."""
    texts = []
    for page in [*published_reports(), *other_pages()]:
        encoding = "gb18030" if page.host == "hedong.gov.cn" else "utf-8"
        document = lxml.html.fromstring(re.sub("^<!DOCTYPE[^>]*>", "", client.get(page.url).body.decode(encoding)))
        texts.append(document.text_content())
    texts += [path.read_text(encoding="utf-8") for path in sorted((REPLICA / "data").iterdir())]
    return "\n".join(plain(text) for text in texts)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not here: nothing to hold the pages against")
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_no_sentence_of_a_seed_is_repeated(pages_text, number):
    [path] = SEEDS.glob(f"{number}_*.txt")
    allowed = facts_not_prose()
    lines = [plain(line) for line in path.read_text(encoding="utf-8").splitlines()]
    prose = {run for line in lines for piece in without(line, allowed).split("\n") for run in runs(piece)}
    assert len(prose) > 300
    assert sorted(run for run in prose if run in pages_text) == []


PHRASES = ("国办发〔2021〕12号", "2021年1月31日", "《公开条例》", "1,234.5", "0", "件", "，", "&<>", " ", "〔", "年")


@given(st.lists(st.sampled_from(PHRASES), max_size=30).map("".join))
def test_pasting_changes_no_word(words):
    html = WordPaste().text(words)
    assert lxml.html.fromstring(f"<div>{html}</div>").text_content() == words


@pytest.mark.parametrize("tag", ["o:p", "st1:chsdate", "ins", "label", "time", "nobr", "span"])
def test_the_tags_that_extractors_stumble_over_stand_around_words(client, tag):
    report = next(report for report in published_reports() if report.source_id == "yunnan-gxt" and report.year == 2021)
    seed = next(report for report in published_reports() if report.source_id == "liangshan-jxj" and report.year == 2021)
    pages = client.get(report.url).body + client.get(seed.url).body
    assert re.search(rf"<{tag}[ >][^<]*\d".encode(), pages) or re.search(
        rf"<{tag}[ >][^<]*<span[^>]*>\d".encode(), pages
    )


def test_the_swallowed_characters_of_seed_002_are_restored(client):
    [report] = [report for report in published_reports() if report.source_id == "liangshan-jxj" and report.year == 2021]
    text = lxml.html.fromstring(client.get(report.url).body.decode()).text_content()
    for words in (
        "国办发〔2021〕12号",
        "国办公开办函〔2019〕61号",
        "川办发〔2021〕16号",
        "凉府公开办函〔2021〕1号",
        "凉府办发〔2019〕38号",
        "国办函〔2021〕132号",
        "凉工办〔2020〕2号",
        "自2021年1月1日起至12月31日止",
        "2022年1月26日",
        "来源：州经信局",
        "时间：2022年01月26日",
    ):
        assert words in text
