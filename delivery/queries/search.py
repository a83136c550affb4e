"""Words to find a job by: kept as a tsvector of our own tokens, looked up by prefix."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, F, Func, QuerySet, Value

from delivery.models import Job, JobTokens, MetCode

_WORD = re.compile(r"\w+", re.UNICODE)
_MOST = 200
_EDGES = ".,;:!?()[]<>\"'"
#: "code:535" and "explanation:bad-credentials", as they are written in either language.
_CODE, _EXPLANATION = ("code:", "codigo:"), ("explanation:", "explicacion:")


def plain(text: str) -> str:
    """Lower case without accents, so that "Peña" is found by "pena"."""
    if text.isascii():
        return text.lower().replace("\0", "")
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter)).replace("\0", "")


def _words(text: str) -> set[str]:
    """What stands between blanks, without the punctuation around it, and the words in that."""
    text = plain(text)
    wholes = (part.strip(_EDGES) for part in text.split())
    return {word[:200] for word in (*wholes, *_WORD.findall(text)) if word}


def lexemes_of(
    *,
    recipient: str,
    recipient_name: str = "",
    subject: str = "",
    kind: str = "",
    sender: str = "",
    message_id: str = "",
    references: Mapping[str, Any] | None = None,
) -> list[str]:
    """The words a job is found by, each once, in order."""
    named = [f"{name}:{value}" for name, value in (references or {}).items()]
    values = [str(value) for value in (references or {}).values()]
    words = _words(" ".join((recipient, recipient_name, subject, kind, sender, *named, *values)))
    if message_id:
        # Nobody looks for a piece of it, and each piece would be a word that no other e-mail has.
        words.add(plain(message_id).strip(_EDGES)[:200])
    return sorted(words)[:_MOST]


def tsvector_of(lexemes: Iterable[str]) -> str:
    """The words as PostgreSQL writes a tsvector."""
    # No word holds a blank: they are taken apart there.
    quoted = " ".join(lexemes).replace("\\", "\\\\").replace("'", "''")
    return "'" + quoted.replace(" ", "' '") + "'" if quoted else ""


def tokens_of(**words: Any) -> Func:
    """The expression to store in `JobTokens.tokens`; takes what `lexemes_of` takes."""
    return Func(
        Value(lexemes_of(**words)),
        function="array_to_tsvector",
        template="%(function)s(%(expressions)s::text[])",
        output_field=SearchVectorField(),
    )


def find(jobs: QuerySet[Job], asked: str) -> QuerySet[Job]:
    """Jobs that hold every asked word, each as the beginning of a token; "#12" is the job with that number.

    "code:5.7.139" is a job that met this code, "explanation:bad-credentials" one whose latest failure is so explained.
    """
    words = []
    for part in plain(asked).split()[:10]:
        if part.startswith(_CODE):
            jobs = _with_code(jobs, _value(part))
        elif part.startswith(_EXPLANATION):
            jobs = jobs.filter(explanation=_value(part)) if _value(part) else jobs
        else:
            words.append(part.strip(_EDGES))
    lexemes = [word.replace("\\", "\\\\").replace("'", "''") for word in words if word]
    return _with_words(jobs, lexemes, number=asked.strip().removeprefix("#")) if lexemes else jobs


def _value(part: str) -> str:
    """What stands behind the colon; nothing while it is still being typed."""
    return part.partition(":")[2].strip(_EDGES)


def _with_code(jobs: QuerySet[Job], code: str) -> QuerySet[Job]:
    return jobs.filter(pk__in=MetCode.objects.filter(code=code).values("job_id")) if code else jobs


def _with_words(jobs: QuerySet[Job], lexemes: Sequence[str], *, number: str) -> QuerySet[Job]:
    query = " & ".join(f"'{lexeme}':*" for lexeme in lexemes)
    wanted = Func(Value(query), template="%(expressions)s::tsquery")
    matches = Func(F("tokens"), wanted, template="(%(expressions)s)", arg_joiner=" @@ ", output_field=BooleanField())
    found = JobTokens.objects.filter(matches).values("job_id")
    if number.isdecimal() and len(number) < 19:
        found = found.union(Job.objects.filter(pk=int(number)).values("pk"), all=True)
    return jobs.filter(pk__in=found)
