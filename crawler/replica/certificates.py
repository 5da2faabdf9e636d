"""A certificate authority made at start, and a server certificate for every host that is asked for."""

from __future__ import annotations

import ssl
from pathlib import Path

import trustme


class Authority:
    """Signs certificates for the replica's hosts; whoever is to trust it is given the file that `write` makes."""

    def __init__(self) -> None:
        self._authority = trustme.CA(organization_name="Nianbao replica")
        self._contexts: dict[str, ssl.SSLContext] = {}

    def write(self, path: Path) -> None:
        """The authority's certificate as PEM."""
        self._authority.cert_pem.write_to_path(str(path))

    def context(self, host: str) -> ssl.SSLContext:
        """The server's side of TLS for this host; made once."""
        if host not in self._contexts:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self._authority.issue_cert(host).configure_cert(context)
            self._contexts[host] = context
        return self._contexts[host]
