"""What an operator sets by environment: one place, each value with its unit and its default."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent
"""The checkout: the package is installed from it in place, beside `data/`."""


class ConfigurationError(ValueError):
    """An environment variable that cannot be used: one line that names it and what it may be."""


def _reachable(contact: str) -> str:
    contact = contact.strip()
    if contact and "@" not in contact and not contact.startswith(("http://", "https://")):
        raise ValueError("expected an e-mail or web address at which the crawled sites can reach you")
    return contact


def _proxy_address(proxy: str) -> str:
    proxy = proxy.strip()
    parts = urlsplit(proxy)
    if proxy and (parts.scheme != "http" or not parts.hostname):
        raise ValueError("expected a proxy's address, for example http://proxy.example.org:3128")
    return proxy


class Configuration(BaseSettings):
    """Read from `NIANBAO_…` variables."""

    model_config = SettingsConfigDict(env_prefix="NIANBAO_")

    contact: Annotated[str, AfterValidator(_reachable)] = ""
    """An address at which a site's operator can reach whoever runs the crawl; sent in the User-Agent."""
    data: Path = PROJECT / "data"
    """Where the databases are written."""
    proxy: Annotated[str, AfterValidator(_proxy_address)] = ""
    """The operator's own proxy for live crawls; the environment's http_proxy and the like are ignored."""
    workers: int = Field(default=os.cpu_count() or 1, ge=1, le=256)
    """Processes that read documents."""
    read_seconds: float = Field(default=60.0, gt=0)
    """The most time that reading one document may take."""
    read_megabytes: int = Field(default=1536, ge=256)
    """The most address space that a reading process may take (RLIMIT_AS)."""


def load_configuration() -> Configuration:
    """Raises ConfigurationError with one line for the first variable that cannot be used."""
    try:
        return Configuration()
    except ValidationError as error:
        first = error.errors()[0]
        name = "NIANBAO_" + "_".join(str(part) for part in first["loc"]).upper()
        raise ConfigurationError(
            f"{name}: {first['msg'].removeprefix('Value error, ')}, found {first['input']!r}"
        ) from error
