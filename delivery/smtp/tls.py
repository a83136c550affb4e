"""The encryption of a session: certificates and the host name are checked unless the account says otherwise."""

import ssl
from functools import lru_cache
from pathlib import Path


def context_for(ca_file: str | None, *, verify: bool) -> ssl.SSLContext:
    """A context for TLS 1.2 or newer, trusting `ca_file` or else the system's authorities; OSError if unreadable."""
    changed_at = Path(ca_file).stat().st_mtime_ns if ca_file else 0
    return _context(ca_file, changed_at, verify)


@lru_cache(maxsize=64)
def _context(ca_file: str | None, _changed_at: int, verify: bool) -> ssl.SSLContext:
    # Reading the system's authorities takes milliseconds; every session of an account shares one context.
    context = ssl.create_default_context(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
