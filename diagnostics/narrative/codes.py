"""Part 4: the error part by part, from the outside in: the library's name, each reply, the words that decide."""

from diagnostics.codes import dictionary
from diagnostics.document import CodeBlock
from diagnostics.evidence import Reply
from diagnostics.narrative.telling import Telling, utc_exact

#: So many equal letters at the beginning make two replies of the same codes one.
_ALIKE = 24


def code_by_code(telling: Telling) -> tuple[CodeBlock, ...]:
    """Return one block per part of the error, outermost first."""
    told = [reply for reply in telling.evidence.replies if not _repeats(reply, telling.evidence.deciding)]
    blocks = [_library_status(telling), *(_reply(telling, reply) for reply in told)]
    blocks += [_deciding_words(telling), _signature(telling)]
    return tuple(block for block in blocks if block)


def _repeats(reply: Reply, deciding: Reply | None) -> bool:
    """Whether a reply is the deciding one printed again, as libraries do with message and response."""
    if deciding is None or reply is deciding or (reply.code, reply.enhanced) != (deciding.code, deciding.enhanced):
        return False
    said, said_first = " ".join(reply.text.split()), " ".join(deciding.text.split())
    # What a library prints behind the repeated words (the rest of its object) is not the server's.
    alike = min(len(said), len(said_first), _ALIKE)
    return said[:alike] == said_first[:alike]


def _library_status(telling: Telling) -> CodeBlock | None:
    name, evidence = telling.evidence.status_name, telling.evidence
    if not name:
        return None
    if evidence.dialect != "dotnet":
        return _block(telling, name, "library-status", "context", telling.say("code.library", name=name))
    code = dictionary.dotnet_code(name)
    says = [telling.say("code.dotnet", name=name, code=code) if code else telling.say("code.dotnet-uncoded", name=name)]
    if evidence.wrapper_text:
        says.append(telling.say("code.dotnet-text", text=evidence.wrapper_text))
    warns = ""
    if name == "MustIssueStartTlsFirst":
        security = telling.checks.get("security")
        proved = security is not None and security.state == "correct" and telling.progress.reached("login")
        warns = telling.words.say("code.starttls-name-proved" if proved else "code.starttls-name")
    return _block(telling, name, "library-status", "context", " ".join(says), not_meaning=warns)


def _reply(telling: Telling, reply: Reply) -> CodeBlock:
    name = " ".join(str(code) for code in (reply.code, reply.enhanced) if code)
    if reply.role == "decides":
        number_only = telling.words.say("code.number-not") if telling.diagnosis.explanation else ""
        meaning = _meaning_of_codes(telling, reply)
        return _block(telling, name, "reply", "decides", meaning, not_meaning=number_only, quote=reply.text)
    if reply.role == "consequence":
        after_login = telling.diagnosis.category == "authentication" and (
            reply.code == 530 or reply.enhanced == "5.7.57"
        )
        meaning = telling.words.say("code.consequence-530" if after_login else "code.consequence")
        warns = telling.words.say("code.consequence-not")
        return _block(telling, name, "reply", "consequence", meaning, not_meaning=warns, quote=reply.text)
    return _block(telling, name, "reply", "context", telling.words.say("code.context"), quote=reply.text)


def _meaning_of_codes(telling: Telling, reply: Reply) -> str:
    """What the numbers alone say; a provider's own use of a number beats the registry's."""
    says = []
    if telling.diagnosis.category == "authentication" and telling.words.has(f"code.code-{reply.code}"):
        says.append(telling.words.say(f"code.code-{reply.code}"))
    elif basic := dictionary.basic(reply.code):
        says.append(f"{reply.code}: {basic.meaning[telling.language]}")
    elif first := str(reply.code or reply.enhanced or "")[:1]:
        says.append(telling.words.say(f"code.class-{first}"))
    own = f"code.family-{(reply.enhanced or '').replace('.', '-')}"
    known = dictionary.enhanced(reply.enhanced)
    if (
        telling.words.has(own)
        and telling.provider
        and (telling.provider.family or telling.provider.id) == "microsoft365"
    ):
        says.append(telling.words.say(own))
    elif known and (telling.diagnosis.explanation is None or known.category == telling.diagnosis.category):
        says.append(f"{reply.enhanced}: {known.meaning[telling.language]}")
    return " ".join(says)


def _deciding_words(telling: Telling) -> CodeBlock | None:
    """The words that decided, as far as text and not only a number decided."""
    explanation, marked, clue = telling.entry, telling.diagnosis.marked, telling.diagnosis.clue
    if explanation is None or not marked or clue is None or clue.text is None:
        return None
    start, end = marked[0]
    quote = telling.evidence.raw[start:end]
    return CodeBlock(
        name=quote.strip(),
        kind="text",
        role="decides",
        role_label=telling.words.say("label.role.decides"),
        meaning=telling.filling.prose(explanation.meaning[telling.language]),
        not_meaning=telling.filling.prose(explanation.not_meaning[telling.language]),
        quote=quote,
    )


def _signature(telling: Telling) -> CodeBlock | None:
    evidence, words = telling.evidence, telling.words
    if not (evidence.server and (evidence.support_id or evidence.server_time)) and not evidence.support_id:
        return None
    parts = []
    if evidence.server:
        parts.append(words.say("code.trailer-server", server=evidence.server))
    if evidence.server_region:
        parts.append(words.say("code.trailer-region", region=_region(telling, evidence.server_region)))
    if evidence.server_time:
        parts.append(words.say("code.trailer-time", time=utc_exact(evidence.server_time)))
    if evidence.support_id:
        parts.append(words.say("code.trailer-id", id=evidence.support_id))
    details = ", ".join(parts)
    meaning = f"{details[:1].upper()}{details[1:]}. {words.say('code.trailer-use')}"
    return _block(telling, words.say("code.trailer"), "trailer", "context", meaning)


def _region(telling: Telling, forest: str) -> str:
    """ "namprd08" with the part of the world its first letters stand for, where that is known."""
    key = f"region.{forest[:3].lower()}"
    return f"{forest} ({telling.words.say(key)})" if telling.words.has(key) else forest


def _block(
    telling: Telling, name: str, kind: str, role: str, meaning: str, *, not_meaning: str = "", quote: str = ""
) -> CodeBlock:
    return CodeBlock(
        name=name,
        kind=kind,  # type: ignore[arg-type]
        role=role,  # type: ignore[arg-type]
        role_label=telling.words.say(f"label.role.{role}"),
        meaning=meaning,
        not_meaning=not_meaning,
        quote=quote,
    )
