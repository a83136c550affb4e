"""PHPMailer in its languages, Symfony Mailer and Laravel, and the older SwiftMailer."""

import re

from diagnostics.reading.wrapping import Wrapping, port_of
from diagnostics.vocabulary import Security, Stage

MARKS = (
    r"PHPMailer|SMTP Error: |SMTP connect\(\) failed|SMTP Connect\(\) fall[oó]|Error SMTP: |Erreur SMTP ?: |SMTP[- ]Fehler: |Erro de SMTP: |Mailer Error: ",
    r"Symfony\\Component\\Mailer|Swift_\w+Exception|Expected response code|Illuminate\\|Connection could not be established with host|stream_socket_\w+\(\)",
    r"Additional SMTP info:|Informaci[oó]n adicional del servidor SMTP:|SMTP code: ?\d{3}|SMTP server error:",
)
_EXPECTED = re.compile(r"Expected response code \"?([\d/]{3,11})\"? but got")
_HOST = re.compile(
    r"(?:with host \"?|Unable to connect to |fsockopen\(\): [^(]{0,60}\()(?:(ssl|tls|tcp|smtps?)://)?([A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)(?::|, port: )(\d{1,5})"
)
_LOGIN = re.compile(r"on SMTP server with username \"([^\"\s]{1,254})\"")
_RECIPIENT = re.compile(
    r"(?i)recipients failed: ?<?([^\s<>:,]{1,64}@[^\s<>:,]{1,255})|siguientes destinatarios (?:fallaron|han fallado): ?<?([^\s<>:,]{1,64}@[^\s<>:,]{1,255})"
)
_BY_EXPECTED: dict[str, Stage] = {"220": "greeting", "235": "login", "334": "login", "250": "mail-from", "354": "data"}
_SENTENCES: dict[str, Stage] = {
    "Could not authenticate": "login",
    "Failed to authenticate": "login",
    "Imposible autentificar": "login",
    "Authentifizierung fehlgeschlagen": "login",
    "chec de l'authentification": "login",
    "ossível autenticar": "login",
    "The following recipients failed": "rcpt-to",
    "siguientes destinatarios": "rcpt-to",
    "The following From address failed": "mail-from",
    "data not accepted": "body",
    "datos no aceptados": "body",
    "Could not connect to SMTP host": "connect",
    "could not be established": "connect",
    "stream_socket_enable_crypto": "tls",
}


def read(text: str) -> Wrapping:
    """Tell the stage from the library's own sentence or from the code it had expected, and read the host it names."""
    expected, host, login, recipient = (p.search(text) for p in (_EXPECTED, _HOST, _LOGIN, _RECIPIENT))
    return Wrapping(
        stage=next((stage for words, stage in _SENTENCES.items() if words in text), None)
        or (_BY_EXPECTED.get(expected[1][:3]) if expected else None),
        host=host[2] if host else None,
        port=port_of(host[3]) if host else None,
        security=_security(host[1]) if host else None,
        login=login[1] if login else None,
        recipient=next((group for group in recipient.groups() if group), None) if recipient else None,
    )


def _security(scheme: str | None) -> Security | None:
    """PHP's ssl:// is TLS from the first byte; tls:// and tcp:// say nothing certain."""
    return "implicit" if (scheme or "").lower() in ("ssl", "smtps") else None
