"""find_damage: characters swallowed beside markup are flagged where they were."""

import pytest

from crawler.documents.model import Block, Document, Paragraph, Title
from crawler.reports.prose.damage import find_damage
from crawler.reports.sections.split import split_sections


def flagged(*texts: str, titles: tuple[Title, ...] = ()) -> list[tuple[str, str]]:
    blocks: tuple[Block, ...] = tuple(Paragraph(text) for text in texts)
    document = Document("text", "utf-8", blocks, titles=titles)
    flags = find_damage(split_sections(blocks), document)
    assert all(flag.kind == "swallowed_characters" for flag in flags)
    return [(flag.where, flag.raw) for flag in flags]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("（国办发〔202112号）", ["〔202112号"]),
        ("2022126日", ["2022126日"]),
        ("自202111日起至1231日止", ["202111日", "1231日"]),
        ("国办发〔2021〕12号，2022年1月26日，5个工作日，31日", []),
        ("申请之日起180日内，至迟365日", []),
        ("全年120日以上，共110日", []),
        ("有效期5,131日", []),
        ("截至1231日，共3件", ["1231日"]),
        ("于126日印发", ["126日"]),
        ("［20213号", ["［20213号"]),
        ("〔202112號", ["〔202112號"]),
    ],
)
def test_the_damage_of_seed_002(text: str, hits: list[str]) -> None:
    assert flagged(text) == [("section.0", hit) for hit in hits]
    assert flagged("一、总体情况", text) == [("section.1", hit) for hit in hits]


def test_each_hit_is_a_flag_and_the_title_is_looked_at() -> None:
    title = Title("关于〔20213号的报告", "meta")
    assert flagged("前言", "六、其他需要报告的事项", "1231日", "1231日", titles=(title,)) == [
        ("title", "〔20213号"), ("section.6", "1231日"), ("section.6", "1231日"),
    ]  # fmt: skip
