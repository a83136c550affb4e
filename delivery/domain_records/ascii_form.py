"""Names of domains as DNS and SMTP know them."""

import idna


def ascii_form(domain: str) -> str:
    """A domain in ASCII (IDNA 2008: "faß.de" is not "fass.de"); UnicodeError where it has no such form."""
    return domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")


def with_ascii_domain(address: str) -> str:
    """An e-mail address with its domain in ASCII, where the whole becomes ASCII by that: a local part has no such form."""
    local, at, domain = address.rpartition("@")
    if domain.isascii() or not local.isascii():
        return address
    try:
        return f"{local}{at}{ascii_form(domain)}"
    except UnicodeError:
        return address
