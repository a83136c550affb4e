"""Part 1: the title, code and short name."""

from diagnostics.codes import dictionary
from diagnostics.narrative.telling import Telling


def title(telling: Telling) -> str:
    """Return "535 5.7.139 – Sign-in refused by an identity policy (Microsoft 365)"."""
    name = short_name(telling)
    explanation = telling.diagnosis.explanation
    about_account = explanation is not None and explanation.scope == "account"
    if telling.provider_name and about_account and telling.provider_name.split()[0] not in name:
        name = f"{name} ({telling.provider_name})"
    codes = codes_of(telling)
    return f"{codes} – {name}" if codes else name


def short_name(telling: Telling) -> str:
    """Return what happened in a few words, without codes."""
    diagnosis = telling.diagnosis
    if telling.entry:
        return telling.filling.prose(telling.entry.title[telling.language])
    if diagnosis.explanation:
        return telling.words.say(f"label.category.{diagnosis.category}")
    reply = diagnosis.evidence.deciding
    if reply is None:
        return telling.words.say("title.silent")
    known = dictionary.meaning(reply.enhanced, reply.code)
    return known.title[telling.language] if known else telling.words.say("title.unknown")


def codes_of(telling: Telling) -> str:
    """Return the codes of the deciding reply, such as "535 5.7.139"."""
    reply = telling.evidence.deciding
    return " ".join(str(code) for code in (reply.code, reply.enhanced) if code) if reply else ""
