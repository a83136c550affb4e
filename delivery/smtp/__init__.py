"""The SMTP conversation: the only place that opens an SMTP socket as a client. Knows no Django, no models.

    session = open_session(endpoint)                  # Session | Failure
    if isinstance(session, Failure): ...              # concerns the account; no envelope was offered
    for envelope in envelopes:                        # one Envelope = one message to one recipient
        outcome = session.send(envelope, mark)        # Accepted | Refused | Uncertain | NotOffered
    session.close()                                   # always, also after the session ended by itself

Every ending is a value with `stage`, `code`, `enhanced`, `lines`, `raw` (exact words, codes included), `fault` (a word
for what went wrong where nobody answered), `transcript` (this envelope's part), `facts` (what the session learned: ip,
capabilities, mechanisms offered, TLS) and `conversation` (opening + this part). Secrets are masked before they enter.

- `Refused`: the message was surely not taken.
- `Uncertain`: `mark()` was called, the body handed over, and no answer came.
- `NotOffered`: the session ended before this envelope's turn (closed, 421); no try. The first envelope of a session is
  never NotOffered, so each session judges one envelope at least. `session.is_open` says whether to go on.
- `mark()` is called right before the block with the final dot is written. When it raises, the dot is not written, the
  connection is dropped, and the exception comes out of `send()`: the message was not taken. Nothing else raises.

`evidence_from(outcome, endpoint, envelope)` turns any ending but Accepted into what diagnosis reads.
"""

from delivery.smtp.endpoint import Endpoint, LoginMethod, Secret, TimeLimits
from delivery.smtp.envelope import Envelope
from delivery.smtp.evidence import evidence_from
from delivery.smtp.opening import open_session
from delivery.smtp.outcome import (
    Accepted,
    Failure,
    Fault,
    NotOffered,
    Outcome,
    Refused,
    SessionFacts,
    Uncertain,
)
from delivery.smtp.session import Session
from delivery.smtp.transcript import Line, Transcript, written

__all__ = [
    "Accepted",
    "Endpoint",
    "Envelope",
    "Failure",
    "Fault",
    "Line",
    "LoginMethod",
    "NotOffered",
    "Outcome",
    "Refused",
    "Secret",
    "Session",
    "SessionFacts",
    "TimeLimits",
    "Transcript",
    "Uncertain",
    "evidence_from",
    "open_session",
    "written",
]
