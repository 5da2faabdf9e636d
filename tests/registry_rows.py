"""A registry row for tests that need one and are not about it."""

from crawler.sources import Source

KUNMING = Source(
    id="kunming-zwfw",
    body="昆明市政务服务管理局",
    aliases=("昆明市政务服务局",),
    division="530100",
    level="prefecture-dept",
    scope="own",
    family="kunming",
    list_url="https://zwfw.km.gov.cn/zfxxgk/zfxxgknb/",
    article_pattern=r"/c/\d{4}-\d{2}-\d{2}/\d+\.shtml$",
    branch_pattern="",
    report_titles="",
    rendering="plain",
    first_year=2016,
    state="active",
    evidence="inferred",
    note="",
)
