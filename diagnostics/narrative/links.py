"""Addresses of official pages in the reader's language."""

from urllib.parse import urlsplit

#: Sites that hold the same page in Spanish behind this first part of the path.
_IN_SPANISH = {"learn.microsoft.com": "/es-es", "support.microsoft.com": "/es-es"}


def localised(url: str, language: str) -> str:
    """Return the page's address in the reader's language where the site has one."""
    parts = urlsplit(url)
    prefix = _IN_SPANISH.get(parts.netloc, "")
    if language != "es" or not prefix or parts.path.startswith(("/es-es", "/en-us")):
        return url
    return f"{parts.scheme}://{parts.netloc}{prefix}{parts.path}" + (f"?{parts.query}" if parts.query else "")
