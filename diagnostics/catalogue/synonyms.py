"""Words that servers use for the same thing, in the languages they speak; a clue names the thing: "{mailbox} .{0,40}{full}".

What is named here are things and states, never whole phrases: those belong to the entry that answers for them.
"""

import re

_NAMED = re.compile(r"\{([a-z][a-z-]*)\}")

_WORDS = {
    # Things.
    "mailbox": (
        r"mail[- ]?box|in-?box|mail ?(?:drop|folder|file|dir|store)|message store|mail account|account|buz[oó]n|casilla|bandeja"
        r"|cuenta|postfach|konto|bo[iî]te|compte|caixa|conta|casella|メールボックス|受信箱|skrzynk\w+|postvak|ящик|邮箱"
    ),
    "recipient": (
        r"recipient|addressee|user|usuario|destinatari[oa]|empf[aä]nger|benutzer|nutzer|destinataire|utilisateur|usu[aá]rio"
        r"|utente|rcpt|gebruiker|anv[aä]ndare|uzytkownik\w*|odbiorc\w+|пользовател\w*|адресат\w*|用户|收件人"
    ),
    "address": r"address|direcci[oó]n|adresse|endere[cç]o|indirizzo|e-?mail|correo",
    "domain": r"domain|dominio|dom[ií]nio|domaine|dom[aä]ne",
    "message": r"message|mail|e-?mail|mensaje|correo|nachricht|courriel|mensagem|messaggio",
    "members": (
        r"members?|subscribers?|miembros?|suscriptores|mitglieder|abonn(?:enten|[ée]s)|membres?|membros?|assinantes|iscritti"
        r"|(?:certain|known|approved|authori[sz]ed|internal|specific|selected) (?:senders|people|addresses|users)"
    ),
    "quota": r"quota|storage|allocation|allowance|disk ?space|cuota|cota|espacio|speicher(?:platz)?|espace|espa[cç]o|spazio",
    "limit": (
        r"limits?|l[ií]mites?|quota|maximum|max\b|allowance|cuota|m[aá]ximo|cupo|tope|\w*limit\b|kontingent|h[oö]chst\w+|plafond|massimo"
    ),
    "outgoing": (
        r"outgoing|outbound|sending|send\b|sent\b|salientes?|salida|env[ií]os?|envia(?:dos?|das?|r)|ausgehende?n?|versand\w*|gesendete?n?"
        r"|envois?|envoy[ée]s?|sortants?|sa[ií]da|invii?o?|inviat[ie]|in uscita"
    ),
    "blocklist": (
        r"(?:black|block|deny|spam|sperr|block)[- ]?lis?te?n?|lista (?:negra|nera|de bloqueos?)|liste (?:noire|de blocage)"
        r"|schwarzen? liste"
        r"|\bRBL\b|\bDN[SB]?BL\b"
    ),
    # States.
    "full": (
        r"full\b|over-?full|over-? ?quota|(?:out of|no|not enough|insufficient|lacks?) (?:more |free |disk |storage |mailbox )*"
        r"(?:space|room|storage|quota)|llen[oa]|agotad[oa]|voll\b|[uü]berf[uü]llt|pleine?\b|satur[eé]e?\b|chei[oa]\b|lotad[oa]"
        r"|pien[oa]\b|いっぱい|一杯|已满|przepe[lł]nion\w|переполнен|vol\b|dolu\b"
    ),
    "exceeded": (
        r"exceed(?:s|ed|ing)?|exeeded|reached|surpass(?:es|ed)|exhausted|used up|violation|violated|overdrawn|over\b"
        r"|too (?:big|large)|exced(?:e|id[oa])\b|super(?:a|ad[oa]|at[oa])\b|sobrepasad[oa]|agotad[oa]|[uü]ber(?:schritten|schreitet)"
        r"|erreicht|d[ée]pass(?:e|[ée]e?)|atteinte?|esgotad[oa]|ultrapass(?:ou|a|ad[oa])|alcanzad[oa]|esaurit[oa]"
    ),
    "unknown": (
        r"unknown|not (?:be )?(?:found|known|recogni[sz]ed)|(?:does|do|did) not exist|(?:does|do|did)n.?t exist"
        r"|(?:could|can|was|were|is)n.?t (?:be )?(?:found|known|recogni[sz]ed)|non-?existent|no longer exists?|un-?identified"
        r"|seem to exist"
        r"|desconocid[oa]|inexistente|no (?:existe|fue encontrad[oa]|encontrad[oa])"
        r"|no (?:se )?(?:ha |pudo )?(?:encontr\w+|hallad[oa])|unbekannt|existiert nicht|nicht gefunden"
        r"|(?:kann|konnte|wurde).{0,20} nicht gefunden|inconnue?|n.existe pas|introuvable|desconhecid[oa]"
        r"|n[aã]o (?:existe|encontrad[oa])|sconosciut[oa]|inesistente|non (?:esiste|trovat[oa])|nie (?:istnieje|ma)\b"
        r"|onbekend|ok[aä]nd|nem l[eé]tezik|bilinmeyen|не (?:найден|существует)|存在しません|見つかりません|不存在"
    ),
    "invalid": (
        r"in-?valid|not? valid|illegal|malformed|bad|wrong|incorrect|unacceptable|no v[aá]lid[oa]|inv[aá]lid[oa]|ung[uü]ltig\w*"
        r"|invalide|non valid[oa]"
    ),
    "refused": (
        r"reject(?:ed|s)?|refuse[ds]?|block(?:ed|s)?|denie[ds]|forbidden|prohibited|banned|disallowed|not (?:accepted|allowed|permitted)"
        r"|rechazad[oa]|bloquead[oa]|prohibid[oa]|no (?:permitid|admitid|aceptad)[oa]|abgelehnt|verboten|refus[ée]e?|interdite?"
        r"|recusad[oa]|rejeitad[oa]|proibid[oa]|rifiutat[oa]"
    ),
    "disabled": (
        r"disabled|de-?activated|deleted|removed|suspend(?:ed)?|inactiv(?:e|ated)|discontinued|terminated|cancell?ed|closed|frozen"
        r"|dormant|expired"
        r"|retired|obsolete|shut down|deprovisioned|archived|decommissioned|out of service|ya no (?:est[aá]|es) \w+|n.est plus \w+"
        r"|nicht mehr (?:verwendet|aktiv|genutzt)|n[aã]o est[aá] mais \w+|(?:not|no longer) (?:\w+ )?(?:active|in (?:use|service)"
        r"|enabled)"
        r"|desactivad[oa]|deshabilitad[oa]|inhabilitad[oa]|suspendid[oa]|inactiv[oa]|cerrad[oa]|dad[oa] de baja|gesperrt|deaktiviert"
        r"|stillgelegt|geschlossen|inaktiv|d[ée]sactiv[ée]e?|suspendue?|ferm[ée]e?|suspens[oa]|desativad[oa]|inativ[oa]|bloquead[oa]"
        r"|cancelad[oa]|encerrad[oa]|disabilitat[oa]|disattivat[oa]|sospes[oa]|non (?:[eè] )?pi[uù] attiv[oa]"
    ),
}


def spelled_out(text: str) -> str:
    """Put the words in the place of the names of things; braces that name nothing stay as they are."""
    return _NAMED.sub(lambda name: f"(?:{_WORDS[name[1]]})" if name[1] in _WORDS else name[0], text)
