"""Part 2: what failed, whose move it is, whether waiting helps; and a setting that is wrong besides."""

from diagnostics.circumstances import circumstances
from diagnostics.diagnosis import Check
from diagnostics.narrative.telling import Telling, utc
from diagnostics.narrative.title import short_name

#: Explanations of a lock that is already there: a warning of it would come late.
_LOCKED = frozenset({"account-locked", "too-many-logins"})


def verdict(telling: Telling) -> str:
    """Return the verdict, three short sentences and what else must be said at once."""
    sentences = [_what(telling)]
    if telling.diagnosis.category == "feedback":
        return sentences[0]
    if settings_decide(telling):
        return " ".join([*sentences, *_wrong(telling), telling.words.say("verdict.extra.setting-first"), _who(telling)])
    return " ".join([*sentences, _who(telling), _whether(telling), *_wrong(telling), *_next_obstacle(telling)])


def _what(telling: Telling) -> str:
    if telling.entry:
        return telling.filling.prose(telling.entry.summary[telling.language]).rstrip(".") + "."
    if telling.diagnosis.explanation:
        return telling.problem
    if telling.evidence.deciding is None:
        return telling.words.say("verdict.unknown.summary-silent") + "."
    name = short_name(telling)
    if name == telling.words.say("title.unknown"):
        return telling.words.say("verdict.unknown.summary") + "."
    return telling.say("verdict.unknown.summary-coded", title=name[0].lower() + name[1:]) + "."


def _who(telling: Telling) -> str:
    party = telling.diagnosis.party
    if telling.nobody_knows:
        heard = telling.evidence.deciding is not None
        return telling.words.say(f"verdict.party.{'not-clear' if heard else 'not-clear-silent'}")
    if party == "account-admin" and telling.provider and telling.provider.administered:
        return telling.say("verdict.party.account-admin-at", provider=telling.provider.name)
    return telling.words.say(f"verdict.party.{party}")


def _whether(telling: Telling) -> str:
    advice, facts = telling.diagnosis.advice, telling.facts
    if advice == "hold-account" and facts.last_success_at and "worked-since" in circumstances(telling.evidence, facts):
        return telling.words.say("verdict.extra.worked-since", time=utc(facts.last_success_at))
    if advice == "hold-account" and telling.diagnosis.code in _LOCKED:
        return telling.words.say("verdict.advice.hold-account-locked")
    if telling.limit_reached:
        return telling.words.say("verdict.advice.hold-account-limit")
    if advice == "hold-account" and telling.sign_in_refused:
        return telling.words.say("verdict.advice.hold-account-login")
    return telling.words.say(f"verdict.advice.{advice}")


def wrong_settings(telling: Telling) -> list[Check]:
    """Return the settings that are wrong in themselves, beside the one the server refused."""
    return [
        check
        for check in telling.diagnosis.checks
        if check.state == "wrong" and (check.expected or check.component in ("host", "port", "security"))
    ]


def settings_decide(telling: Telling) -> bool:
    """Whether a wrong setting alone is enough to stop the conversation where it stopped."""
    stopped = not telling.progress.answered or telling.diagnosis.category in ("tls", "connection")
    return stopped and any(check.expected for check in wrong_settings(telling))


def _wrong(telling: Telling) -> list[str]:
    """A sentence per wrong setting; they stand in the verdict, for they cost one minute to correct."""
    key = "verdict.extra.setting-decides" if settings_decide(telling) else "verdict.extra.setting"
    sentences = []
    for check in wrong_settings(telling):
        label = telling.words.say(f"label.component.{check.component}")
        value = telling.value(check.component, check.value)
        if check.expected:
            sentences.append(
                telling.say(key, label=label, value=value, expected=telling.value(check.component, check.expected))
            )
        else:
            sentences.append(telling.say("verdict.extra.setting-open", label=label, value=value))
    return sentences


def _next_obstacle(telling: Telling) -> list[str]:
    """A From that is not the login comes up as soon as the sign-in works."""
    sender = telling.checks.get("sender")
    if sender is None or sender.state != "warning" or telling.diagnosis.category != "authentication":
        return []
    return [telling.say("verdict.extra.sender-differs", sender=sender.value, login=telling.used.login)]
