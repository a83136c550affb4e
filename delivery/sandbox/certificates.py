"""The sandbox's own certificate authority, and server certificates good and bad; kept in a folder between starts."""

import datetime as dt
import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Kind = Literal["good", "expired", "self-signed", "wrong-name"]
KINDS: tuple[Kind, ...] = ("good", "expired", "self-signed", "wrong-name")
#: The names under which the sandbox is reached: on this machine, and in Docker Compose.
HOST_NAMES = ("localhost", "sandbox")
ADDRESSES = ("127.0.0.1", "::1")
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class _Issuer:
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def make_certificates(folder: Path, now: dt.datetime) -> Path:
    """Make what is missing in the folder and answer with the file of the authority that endpoints can trust."""
    folder.mkdir(parents=True, exist_ok=True)
    authority = folder / "ca.pem"
    if not authority.exists() or not all((folder / f"{kind}.pem").exists() for kind in KINDS):
        issuer = _make_authority(now)
        authority.write_bytes(issuer.certificate.public_bytes(serialization.Encoding.PEM))
        for kind in KINDS:
            _write_private(folder / f"{kind}.pem", _make_server(kind, issuer, now))
    return authority


def server_context(folder: Path, kind: Kind) -> ssl.SSLContext:
    """The TLS context of a server that shows this kind of certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(folder / f"{kind}.pem")
    return context


def _make_authority(now: dt.datetime) -> _Issuer:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Sandbox authority")
    builder = _builder(name, name, key, now - _DAY, now + 3650 * _DAY)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    builder = builder.add_extension(_key_usage(signs_certificates=True), critical=True)
    return _Issuer(key=key, certificate=builder.sign(key, hashes.SHA256()))


def _make_server(kind: Kind, authority: _Issuer, now: dt.datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name("sandbox")
    own = kind == "self-signed"
    until = now - _DAY if kind == "expired" else now + 825 * _DAY
    issuer_key = key if own else authority.key
    builder = _builder(subject, subject if own else authority.certificate.subject, key, now - 90 * _DAY, until)
    builder = builder.add_extension(x509.SubjectAlternativeName(_names(kind)), critical=False)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
    )
    certificate = builder.sign(issuer_key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, since: dt.datetime, until: dt.datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
    )


def _names(kind: Kind) -> list[x509.GeneralName]:
    if kind == "wrong-name":
        return [x509.DNSName("mail.elsewhere.example")]
    addresses = [x509.IPAddress(ipaddress.ip_address(address)) for address in ADDRESSES]
    return [*(x509.DNSName(name) for name in HOST_NAMES), *addresses]


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _write_private(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
