"""Part 8: the causes in their order, each with the reason for its rank and the quickest test."""

from diagnostics.causes import named_by_server
from diagnostics.diagnosis import RankedCause
from diagnostics.document import CauseItem, Likelihood
from diagnostics.narrative.telling import Telling, utc

_FROM: tuple[tuple[int, Likelihood], ...] = ((70, "very-likely"), (45, "likely"), (20, "possible"), (0, "unlikely"))


def causes(telling: Telling) -> tuple[CauseItem, ...]:
    """Return the ranked causes as they are read."""
    ranked = telling.diagnosis.causes
    return tuple(_item(telling, each, leads=each is ranked[0]) for each in ranked)


def likelihood(score: int) -> Likelihood:
    """Return the word for a score of 0..100."""
    return next(word for least, word in _FROM if score >= least)


def _item(telling: Telling, ranked: RankedCause, *, leads: bool) -> CauseItem:
    word = likelihood(ranked.score)
    fill, language = telling.filling.prose, telling.language
    return CauseItem(
        id=ranked.cause.id,
        text=fill(ranked.cause.says[language]).rstrip("."),
        likelihood=word,
        likelihood_label=telling.words.say(f"label.likelihood.{word}"),
        why=" ".join([fill(ranked.cause.why[language]).strip(), *_reasons(telling, ranked, leads=leads)]).strip(),
        test=fill(ranked.cause.test[language]).strip(),
    )


def _reasons(telling: Telling, ranked: RankedCause, *, leads: bool) -> list[str]:
    """Why the cause stands where it stands; the first one always says so, except where no case is looked at."""
    moved = _moved_by(telling, ranked)
    unmoved = leads and not ranked.supported_by and not moved and len(telling.diagnosis.causes) > 1
    return [telling.words.say("cause.first-no-facts")] if unmoved and telling.evidence.raw else moved


def _moved_by(telling: Telling, ranked: RankedCause) -> list[str]:
    """The circumstances that moved the cause up or down, in words."""
    words, says = telling.words, []
    if named_by_server(ranked.cause, telling.evidence):
        says.append(words.say("cause.named"))
    own = [name for name in ranked.supported_by if name != ranked.cause.id]
    if own:
        says.append(words.say("cause.speaks-for", list="; ".join(_said(telling, name) for name in own)))
    if ranked.weakened_by:
        says.append(
            words.say("cause.speaks-against", list="; ".join(_said(telling, name) for name in ranked.weakened_by))
        )
    return says


def _said(telling: Telling, circumstance: str) -> str:
    facts, words = telling.facts, telling.words
    changed = [words.say(f"label.component.{name}").lower() if words.has(f"label.component.{name}") else name
               for name in facts.changed_since_success]  # fmt: skip
    return telling.say(
        f"circumstance.{circumstance}",
        last_success=utc(facts.last_success_at) if facts.last_success_at else "",
        changed=words.listed(changed),
        siblings_working=facts.siblings_working,
        siblings_failing=facts.siblings_failing,
        similar=facts.similar_failures,
    )
