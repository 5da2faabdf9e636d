"""Certificates are verified: against the replica's authority alone, or against the system's roots alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from crawler.net.certificates import CertificateAuthorityError, policy_for
from crawler.sources import Source


def test_a_stranger_s_certificate_is_refused(web: Any, loopback: ModuleType, source: Callable[..., Source]) -> None:
    web.self_signed.add("forged.gov.cn")
    sources = [source(id=name, list_url=f"https://{name}.gov.cn/nb/") for name in ("forged", "true")]
    for name in ("forged", "true"):
        web.serve(f"{name}.gov.cn/nb/", "<ul><li><a href='/c/2024-01-31/1.shtml'>工作动态</a></li></ul>共1条")
    crawl = loopback.crawl(web, sources)
    visits = crawl.visits()
    assert visits["true"]["outcome"] == "complete"
    assert visits["forged"]["outcome"] == "down"
    assert "TLS" in visits["forged"]["reason"]
    assert "certificate verify failed" in visits["forged"]["reason"]
    assert not any("forged" in address for address in web.asked())
    assert crawl.of("FetchedResponse")[0]["tls"].startswith("verified, issued by ")


def test_the_replica_s_authority_is_not_trusted_in_a_live_run(
    web: Any, loopback: ModuleType, source: Callable[..., Source]
) -> None:
    web.serve("true.gov.cn/nb/", "<ul></ul>")
    row = source(id="true", list_url="https://true.gov.cn/nb/")
    crawl = loopback.crawl(web, [row], settings={"NIANBAO_CERTIFICATE_AUTHORITY": None})
    assert "TLS" in crawl.visits()["true"]["reason"]
    assert web.requests == []


def test_a_file_without_certificates_is_one_clear_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pem"
    bad.write_text("no certificate")
    for path in (bad, tmp_path / "absent.pem"):
        with pytest.raises(CertificateAuthorityError) as caught:
            policy_for(str(path))
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)
