"""Part 7: what the problem is, what it is not and why, and what else the text could mean."""

from diagnostics.codes import dictionary
from diagnostics.narrative.telling import Telling


def meaning(telling: Telling) -> str:
    """Return what happened, in words for everyone; honest where nobody knows."""
    diagnosis = telling.diagnosis
    if diagnosis.explanation:
        return telling.filling.prose(diagnosis.explanation.meaning[telling.language]).strip()
    reply = diagnosis.evidence.deciding
    if reply is None:
        return telling.words.say("unknown.meaning-silent")
    known = dictionary.meaning(reply.enhanced, reply.code)
    if known:
        return telling.words.say("unknown.meaning-coded", meaning=known.meaning[telling.language])
    return telling.words.say("unknown.meaning")


def problem_is(telling: Telling) -> str:
    """Return where the problem lies."""
    problem = telling.problem
    if telling.diagnosis.explanation or telling.nobody_knows:
        return problem
    return telling.words.say("problem_as_coded.says", problem=problem[:1].lower() + problem[1:])


def problem_is_not(telling: Telling) -> tuple[str, ...]:
    """Return what is proved to be in order, each with its proof."""
    if telling.diagnosis.category == "feedback":
        return ()
    ruled_out = [
        telling.words.say(f"not_problem.{check.component}", proof=telling.proof(check))
        for check in telling.diagnosis.checks
        if check.state == "correct"
    ]
    stage = telling.progress.ended_at
    if stage in ("dns", "connect", "greeting", "tls", "login", "mail-from", "rcpt-to"):
        ruled_out.append(telling.words.say("not_problem.content"))
    return tuple(ruled_out)


def second_reading(telling: Telling) -> str:
    """Return the other thing the text could mean, where two readings are left."""
    other = telling.diagnosis.second_reading
    if other is None:
        return ""
    return telling.words.say(
        "second.reading",
        title=telling.filling.prose(other.title[telling.language]),
        meaning=telling.filling.prose(other.meaning[telling.language]).strip(),
    )


def tried(telling: Telling) -> str:
    """Return what was tried in vain; nothing where an explanation was found."""
    if telling.diagnosis.explanation:
        return ""
    words, evidence, items = telling.words, telling.evidence, []
    codes = [" ".join(str(code) for code in (r.code, r.enhanced) if code) for r in evidence.replies]
    named = [code for code in codes if code]
    items.append(
        words.say("unknown.tried-replies", codes=words.listed(named))
        if named
        else words.say("unknown.tried-no-replies")
    )
    if evidence.dialect != "reply":
        items.append(words.say("unknown.tried-dialect", dialect=evidence.dialect))
    known = telling.provider_name
    items.append(
        words.say("unknown.tried-provider", provider=known) if known else words.say("unknown.tried-no-provider")
    )
    items.append(words.say("unknown.tried-catalogue"))
    return words.say("unknown.tried", list="; ".join(items))


def teach(telling: Telling) -> str:
    """Return how the reader can add what nobody has explained yet."""
    return "" if telling.diagnosis.explanation else telling.words.say("unknown.teach")
