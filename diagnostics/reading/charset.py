"""Text out of bytes whose label may be missing or wrong."""

import re

#: What Japanese mail servers use without saying so; taken only where kana come out.
_JAPANESE = ("euc_jp", "cp932")
_KANA = re.compile("[\u3041-\u30ff]")
_COMMON_CHINESE = re.compile("[\u3001-\u3002\u4e00-\u9fa5\uff00-\uffef]")


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
    return next((text for text in japanese if text and _KANA.search(text)), _chinese(data) or data.decode("latin-1"))


def _chinese(data: bytes) -> str | None:
    """Only where nearly all that is beyond ASCII makes Chinese characters in use: accents of Europe stand alone."""
    text = _by("gb18030", data)
    strange = [sign for sign in text or "" if not sign.isascii()]
    common = [sign for sign in strange if _COMMON_CHINESE.match(sign)]
    return text if len(common) >= 4 and len(common) >= 0.9 * len(strange) else None


def _by(charset: str, data: bytes) -> str | None:
    try:
        return data.decode(charset)
    except (LookupError, ValueError):
        return None
