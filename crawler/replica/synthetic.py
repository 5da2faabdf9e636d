"""Sites that exist nowhere, for benchmarks: hosts under the reserved `.test` domain, the families in turn."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.replica import addresses
from crawler.replica.facts import facts
from crawler.replica.layouts import LAYOUTS
from crawler.replica.values import Registration, ReplicaError, Site, SiteProfile

FIRST_YEAR, LAST_YEAR = 2014, 2025
"""A body has one report a year: twelve at most, of which seven stand on the standard forms, so that a benchmark reads
tables too."""
ROWS_PER_PAGE = 20
MOST_SITES = 9999


def _spread(reports: int) -> list[range]:
    """The years of each department of a site: as few departments as hold `reports`, a report a year."""
    most = LAST_YEAR - FIRST_YEAR + 1
    departments = -(-reports // most)
    base, extra = divmod(reports, departments)
    return [range(LAST_YEAR + 1 - base - (place < extra), LAST_YEAR + 1) for place in range(departments)]


def column_of(department: int) -> str:
    return f"bm{department + 1:02d}"


def synthetic_bodies(sites: int, reports: int) -> Iterator[tuple[Site, range]]:
    """(column without articles, its report years) for `sites` hosts with `reports` reports each.

    Up to 12 reports a site are one column; more are spread over several departments of the same host, since no body can
    have published more than one a year. Raises ReplicaError for numbers that cannot be served.
    """
    settings = facts("sites")["synthetic"]
    most = len(settings["departments"]) * (LAST_YEAR - FIRST_YEAR + 1)
    if not 0 <= sites <= MOST_SITES:
        raise ReplicaError(f"--sites {sites}: expected 0 to {MOST_SITES}")
    if sites and not 1 <= reports <= most:
        raise ReplicaError(f"--reports {reports}: expected 1 to {most} reports a site")
    for number in range(1, sites + 1):
        family = settings["families"][(number - 1) % len(settings["families"])]
        for place, years in enumerate(_spread(reports)):
            body = f"演示第{number:04d}市{settings['departments'][place]}"
            profile = SiteProfile(
                name=body,
                we="我局",
                site_code=f"99{number:04d}0001",
                column="政府信息公开年报",
                source_name=body,
                icp=f"演ICP备{number:08d}号",
                telephone=f"000-{8000000 + number}",
                index_prefix=f"{number:09d}{place:03d}/",
                volume=(number * 5 + place) % 12 + 1,
                address=f"演示第{number:04d}市公开路{place + 1}号",
                postcode="000000",
                office=f"{body}办公室",
            )
            site = Site(
                source_id=f"site{number:04d}-{column_of(place)}",
                body=body,
                division=f"99{number:04d}",
                family=family,
                scheme="https",
                host=f"site{number:04d}.gov.test",
                list_path=LAYOUTS[family].list_path.format(column=column_of(place)),
                rows_per_page=ROWS_PER_PAGE,
                profile=profile,
                articles=(),
                column=column_of(place),
                registration=Registration(note="a synthetic site of the replica"),
            )
            yield site, years


def number_base(site: Site) -> int:
    """Article numbers of a department begin here, so that columns of one host do not meet."""
    return int(site.source_id.rpartition("-bm")[2]) * 10000


def article_pattern(site: Site) -> str:
    """What the registry row states: the addresses of this column's articles alone."""
    return addresses.article_pattern(site, rf"{number_base(site) // 10000}\d{{4}}")
