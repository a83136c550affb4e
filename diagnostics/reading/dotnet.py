"""System.Net.Mail and MailKit: fixed sentences in the machine's language, and the reply without its digits."""

import re

from diagnostics.codes import dictionary
from diagnostics.reading.wrapping import Wrapping
from diagnostics.vocabulary import Stage

MARKS = (
    r"System\.Net\.Mail|MailKit\.|SmtpException|SmtpFailedRecipient|SmtpCommandException|SmtpProtocolException|SslHandshakeException",
    r"The server response was:|La respuesta del servidor fue:|Die Serverantwort (?:war|lautet|lautete):|La r[ée]ponse du serveur (?:[ée]tait|a [ée]t[ée]) ?:|"
    r"A resposta do servidor (?:foi|era):|La risposta del server (?:è stata|è|era) ?:|Odpowiedź serwera(?: brzmiała)? ?:",
    r"Status ?Code: ?[A-Z][a-z]+[A-Z]|Failure sending mail\.|Error al enviar correo|Unable to send to all recipients",
)
_SAID = re.compile(
    r"(?i)(?:The server response was|La respuesta del servidor fue|Die Serverantwort (?:war|lautet|lautete)|La r[ée]ponse du serveur "
    r"(?:[ée]tait|a [ée]t[ée])|A resposta do servidor (?:foi|era)|La risposta del server (?:è stata|è|era)|Odpowiedź serwera(?: brzmiała)?) ?:[ \t]*"
)
_STATUS = re.compile(
    r"(?:Status ?Code|StatusCode|ErrorCode)['\"]?\s*[:=]\s*['\"]?(?:SmtpStatusCode\.)?([A-Z][A-Za-z]{2,40})\b"
)
_NAMED = re.compile(r"\b(?:SmtpStatusCode\.|MailKit\.Net\.Smtp\.)([A-Z][A-Za-z]{2,40})\b")
_MAILKIT_STAGES: dict[str, Stage] = {
    "SenderNotAccepted": "mail-from",
    "RecipientNotAccepted": "rcpt-to",
    "MessageNotAccepted": "body",
    "AuthenticationException": "login",
    "SslHandshakeException": "tls",
}
#: .NET's own exception of nearly the same name is about the certificate, not about the login.
_OF_TLS = "System.Security.Authentication.AuthenticationException"


def read(text: str) -> Wrapping:
    """Recover the status name, its digits, and the sentence that .NET puts in front of every reply."""
    name = _status_name(text)
    said = _SAID.search(text)
    begin = _begin_of_sentence(text, said.start()) if said else 0
    sentence = text[begin : said.start()].strip() if said else None
    known = name or dictionary.dotnet_name_of(sentence)
    return Wrapping(
        status_name=known,
        wrapper_text=sentence or None,
        code=dictionary.dotnet_code(known),
        stage=_MAILKIT_STAGES.get(name or "") or _exception_stage(text),
        own_words=((begin, said.end()),) if said else (),
    )


def _status_name(text: str) -> str | None:
    match = _STATUS.search(text) or _NAMED.search(text)
    return match[1] if match else None


def _begin_of_sentence(text: str, end: int) -> int:
    """The fixed sentence begins after the last line break, colon or bracket before it; it may be a line of its own."""
    end = len(text[:end].rstrip())
    begin = max(text.rfind(mark, 0, end - 2) for mark in ("\n", ": ", "(", '"'))
    return begin + 1 if begin >= 0 else 0


def _exception_stage(text: str) -> Stage | None:
    if "SmtpFailedRecipient" in text:
        return "rcpt-to"
    if _OF_TLS in text:
        return "tls"
    return next((stage for name, stage in _MAILKIT_STAGES.items() if name in text), None)
