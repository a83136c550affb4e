"""What a whole message is: a failure, a delay, an answer from somebody away, a complaint, or good news."""

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from typing import Literal

from diagnostics.reading.delay import goes_on
from diagnostics.reading.mime import Pieces

Kind = Literal["bounce", "delay", "autoreply", "abuse-report", "delivered", "other"]

_FROM_A_SERVER = re.compile(
    r"(?i)mailer-?daemon|post_?master|mail delivery|mail system|mail administrator|<>|deliver|bounce|no-?reply@"
)
_UNDELIVERED = re.compile(
    r"(?i)undeliver|deliver\w* (?:status|fail|has failed|report|problem|error)|fail\w*[ :-]+(?:deliver|notice|mail)|mail failed|returned (?:mail|to sender)|"
    r"could ?n.?t be delivered|(?:could|can) ?not (?:be )?(?:deliver|sen[dt])|not (?:be )?delivered|non remis|no se (?:pudo|ha podido) entregar|unzustellbar|devuelto|rejected|mail (?:system )?error|"
    r"error message below|user unknown|not a valid (?:user|recipient|address|mailbox)|invalid user|failure notice|mail could not|warning: (?:message|could)|delayed|permanent (?:fatal )?error|nondeliver|non-?deliver|bounce|"
    r"邮件发送失败|无法(?:发送|投递|送达)|退信|投递失败|配信(?:できません|不能|エラー)|送信できませんでした|недоставл|не доставлен|mancata consegna|"
    r"não (?:pôde|foi) (?:ser )?entregue|nicht zugestellt|niet (?:worden )?(?:afgeleverd|bezorgd)|nie zosta[lł]a? dostarczon|"
    r"did not reach the following|\bpostponed\b|incorrectly constructed|(?:couldn.t|unable to|trouble) deliver|loop alert|smtp server: errors from|failed address|(?:gr|g)roup you tried to contact"
)
#: Whoever the sender is: a sentence of its own, which nobody writes by hand.
_SAYS_SO = re.compile(
    r"(?im)^[ \t*]{0,8}(?:your|the|a) (?:message|e?-?mail) (?:could|can) ?not be delivered to\b|^[ \t*]{0,8}votre message n.a pas pu [eê]tre d[eé]livr"
)
_AUTOREPLY = re.compile(
    r"(?i)^\W{0,3}(?:auto(?:matic)?[: -]*(?:re(?:ply|sponse|spuesta)|antwort)|auto:|out of (?:the )?office|vacation|abwesen|respuesta autom|r[ée]ponse auto|away|automatische? antw|automatyczna odpow|risposta automatica|resposta autom|autosvar|自動(?:返信|応答)|自动(?:回复|答复)|автоответ)"
)
#: People who talk about a failure are no report of it.
_ANSWER = re.compile(r"(?i)\s*(?:re|aw|sv|rv|antw)\s*:")
_MARKS = ("X-Autoreply", "X-Autorespond", "X-Apple-Action", "X-Auto-Response-Suppress")


def is_autoreply(headers: Message) -> bool:
    """Whether a program of the recipient's answered in the person's place (RFC 3834)."""
    submitted = str(headers.get("Auto-Submitted", "")).lower()
    return (
        submitted.startswith(("auto-replied", "auto-notified"))
        or any(headers.get(name) for name in _MARKS)
        or bool(_AUTOREPLY.match(subject_of(headers)))
    )


def reports_failure(pieces: Pieces) -> bool:
    """Whether a message without a machine-readable report tells of a delivery that failed or is late."""
    headers = pieces.headers
    if headers.get("X-Failed-Recipients"):
        return True
    sender_is_nobody = str(headers.get("Return-Path", "x")).strip() in {"<>", ""}
    from_server = sender_is_nobody or bool(_FROM_A_SERVER.search(str(headers.get("From", ""))))
    subject = subject_of(headers)
    if from_server:
        return bool(_UNDELIVERED.search(subject) or _UNDELIVERED.search(pieces.notice[:20_000]))
    if _SAYS_SO.search(pieces.notice[:2_000]) or "delivery-status" in str(headers.get("Content-Type", "")).lower():
        return True
    return bool(_UNDELIVERED.search(subject)) and not _ANSWER.match(subject) and not is_autoreply(headers)


def is_delay(pieces: Pieces) -> bool:
    """Whether a notice says that delivery goes on."""
    return goes_on(pieces.notice) or "delayed" in f"{subject_of(pieces.headers)}\n{pieces.notice}".lower()


def subject_of(headers: Message) -> str:
    """The subject as a person reads it."""
    subject = str(headers.get("Subject", ""))[:2000]
    try:
        return str(make_header(decode_header(subject)))
    except (ValueError, LookupError, HeaderParseError):
        return subject
