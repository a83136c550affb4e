"""Text out of bytes whose label may be missing or wrong."""

import re

#: What Japanese mail servers use without saying so; taken only where kana come out.
_JAPANESE = ("euc_jp", "cp932")
_KANA = re.compile("[\u3041-\u30ff]")


def decoded(data: bytes, label: str | None) -> str:
    """Decode by the label where it fits, else by what the bytes look like; never raises."""
    if b"\x1b$" in data or b"\x1b(" in data:
        return data.decode("iso2022_jp_ext", "replace")
    text = _by(label or "utf-8", data)
    if text is None:
        text = _by("utf-8", data)
    if text is not None:
        return text
    japanese = (_by(charset, data) for charset in _JAPANESE)
    return next((text for text in japanese if text and _KANA.search(text)), data.decode("latin-1"))


def _by(charset: str, data: bytes) -> str | None:
    try:
        return data.decode(charset)
    except (LookupError, ValueError):
        return None
