"""Part 13: official pages, in the reader's language where they exist in it."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from diagnostics.document import DeadlineItem, Reference, StepItem
from diagnostics.narrative.links import localised
from diagnostics.narrative.telling import Telling
from diagnostics.reference_titles import title_of

_PUBLISHERS = {
    "learn.microsoft.com": "Microsoft Learn",
    "support.microsoft.com": "Microsoft Support",
    "techcommunity.microsoft.com": "Microsoft Exchange Team",
    "aka.ms": "Microsoft",
    "support.google.com": "Google Help",
    "developers.google.com": "Google for Developers",
    "docs.aws.amazon.com": "AWS Documentation",
    "www.rfc-editor.org": "RFC Editor",
    "datatracker.ietf.org": "IETF",
}


def references(telling: Telling, steps: Sequence[StepItem], deadlines: Sequence[DeadlineItem]) -> tuple[Reference, ...]:
    """Return the pages behind the explanation, its steps and its dates, each once."""
    explanation = telling.diagnosis.explanation
    urls = list(explanation.references) if explanation else []
    urls += [url for step in steps for url in step.references]
    urls += [deadline.reference for deadline in deadlines]
    if telling.provider and not telling.provider.generic:
        urls += telling.provider.docs[:1]
    own = dict.fromkeys(localised(url, telling.language) for url in urls)
    return tuple(Reference(url=url, label=title_of(url, telling.language) or _label(url)) for url in own)


def _label(url: str) -> str:
    """ "Microsoft Learn: concept sign ins": publisher and the last speaking part of the address, else its number."""
    parts = urlsplit(url)
    publisher = _PUBLISHERS.get(parts.netloc, parts.netloc.removeprefix("www."))
    steps = [step for step in parts.path.split("/") if step]
    speaking = [step for step in steps if len(step) > 3 and not step.isdigit() and step != "answer"]
    name = (speaking or steps[-1:] or [""])[-1].replace("-", " ").replace("_", " ").removesuffix(".html")
    head = " ".join(word for word in name.split() if not _is_serial(word))
    return f"{publisher}: {head}" if head else publisher


def _is_serial(word: str) -> bool:
    """Whether a word is one of those long mixed numbers at the end of an address."""
    return len(word) >= 30 or (len(word) > 7 and any(sign.isdigit() for sign in word) and not word.isdigit())
