"""A certificate authority of the deployment's own, and a certificate for each of its servers (X.509, RFC 5280)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from grosz.records import write_private

_YEARS_OF_THE_AUTHORITY = 10
_DAYS_OF_A_SERVER = 397


class Authority:
    """Signs the servers' certificates. Its key lies with whoever makes the secrets, and with no server."""

    def __init__(self, folder: Path) -> None:
        self._key_file, self.certificate_file = folder / "ca.key", folder / "ca.pem"
        if not self.certificate_file.exists():
            self._make()
        self._key = serialization.load_pem_private_key(self._key_file.read_bytes(), password=None)
        self._certificate = x509.load_pem_x509_certificate(self.certificate_file.read_bytes())

    def certify(self, name: str, folder: Path, *, peers: Sequence[str] = ()) -> None:
        """tls.crt and tls.key for a server that is reached under this name, or from the same machine.

        peers  names of its fellows in a cluster: with them it may call as well as serve
        """
        if (folder / "tls.crt").exists():
            return
        key = ec.generate_private_key(ec.SECP256R1())
        uses = [ExtendedKeyUsageOID.SERVER_AUTH] + ([ExtendedKeyUsageOID.CLIENT_AUTH] if peers else [])
        names = [*map(x509.DNSName, [name, *peers, "localhost"]), x509.IPAddress(ip_address("127.0.0.1"))]
        certificate = (
            _builder(_named(name), self._certificate.subject, key, days=_DAYS_OF_A_SERVER)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_issued_by(self._certificate), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.ExtendedKeyUsage(uses), critical=False)
            .sign(self._key, hashes.SHA256())  # type: ignore[arg-type]
        )
        write_private(folder / "tls.key", _pem(key))
        write_private(folder / "tls.crt", certificate.public_bytes(serialization.Encoding.PEM))

    def _make(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = _named("Grosz deployment")
        certificate = (
            _builder(name, name, key, days=_YEARS_OF_THE_AUTHORITY * 365)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_may_sign(), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256())
        )
        write_private(self._key_file, _pem(key))
        write_private(self.certificate_file, certificate.public_bytes(serialization.Encoding.PEM))


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, *, days: int
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=days))
    )


def _issued_by(authority: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    """Strict readers (RFC 5280, 4.2.1.1; Python from 3.13 on) want to be told whose key signed."""
    identifier = authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)


def _may_sign() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
