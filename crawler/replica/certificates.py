"""A certificate authority made at start, and a server certificate for every host that is asked for."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LEGACY_CIPHERS = "ALL:@SECLEVEL=0"
"""OpenSSL 3 speaks TLS 1.0 at its lowest security level only."""


class Authority:
    """Signs certificates for the replica's hosts; whoever is to trust it is given the file that `write` makes."""

    def __init__(self) -> None:
        self._authority = trustme.CA(organization_name="Nianbao replica")
        self._contexts: dict[tuple[str, str | None], ssl.SSLContext] = {}

    def write(self, path: Path) -> None:
        """The authority's certificate as PEM."""
        self._authority.cert_pem.write_to_path(str(path))

    def context(self, host: str, fault: str | None = None) -> ssl.SSLContext:
        """The server's side of TLS for this host, made once. `fault`: one of TLS_FAULTS, None = all is well."""
        if (host, fault) not in self._contexts:
            self._contexts[host, fault] = self._made(host, fault)
        return self._contexts[host, fault]

    def _made(self, host: str, fault: str | None) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        if fault == "tls-expired":
            yesterday = datetime.now(UTC) - timedelta(days=1)
            leaf = self._authority.issue_cert(host, not_before=yesterday - timedelta(days=365), not_after=yesterday)
        elif fault == "tls-self-signed":
            leaf = _self_signed(host)
        else:
            leaf = self._authority.issue_cert(host)
        leaf.configure_cert(context)
        if fault == "tls-legacy":
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
            context.set_ciphers(LEGACY_CIPHERS)
        return context


def _self_signed(host: str) -> trustme.LeafCert:
    """A certificate that nobody else vouches for."""
    now = datetime.now(UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    words = serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    return trustme.LeafCert(key.private_bytes(*words), certificate.public_bytes(serialization.Encoding.PEM), [])
