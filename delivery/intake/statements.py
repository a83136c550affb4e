"""The statement that takes mail over: messages, jobs and the words they are found by, stored together or not at all.

A message whose key is known already is passed over (the unique index decides, also between two who come at the same
moment), and so is one whose account or source was changed since it was looked up: nothing is answered for those, and
whoever stores finds out why.

There are two wordings, made of the same parts: most mail is one message to one recipient, for which the second costs a
tenth more.
"""

#: The columns of a mail and of each of its jobs, by the names in rows.py, and PostgreSQL's types for them.
MESSAGE = {
    "source": "bigint",
    "source_version": "text",
    "account": "bigint",
    "account_version": "text",
    "kind": "text",
    "subject": "text",
    "sender": "text",
    "message_id": "text",
    "mime": "bytea",
    "references": "jsonb",
    "key": "text",
    "digest": "bytea",
    "priority": "smallint",
    "due_at": "timestamptz",
    "expires_at": "timestamptz",
}
JOB = {"recipient": "text", "tokens": "text"}
_NOW = "%(now)b::timestamptz"

_UNCHANGED = """
    EXISTS (SELECT FROM delivery_account WHERE id = {account} AND ctid::text || xmin::text = {account_version})
    AND ({source} IS NULL
         OR EXISTS (SELECT FROM delivery_source WHERE id = {source} AND ctid::text || xmin::text = {source_version}))
"""
_MESSAGE_COLUMNS = """
    source_id, kind, subject, from_email, message_id, mime, size, "references", extra, idempotency_key,
    idempotency_digest, created_at
"""
_MESSAGE_VALUES = """
    {source}, {kind}, {subject}, {sender}, {message_id}, {mime}, length({mime}), {references}, '{{}}'::jsonb, {key},
    {digest}, {now}
"""
_ONCE = "ON CONFLICT (source_id, idempotency_key) WHERE idempotency_key <> '' DO NOTHING"
_JOB_COLUMNS = """
    message_id, account_id, recipient, recipient_name, state, priority, due_at, expires_at, tries, last_attempt,
    reported, claimed_by, explanation, category, resend_reason, created_at, happened_at
"""
_JOB_VALUES = """
    {stored}, {account}, {recipient}, '', 'queued', {priority}, {due_at}, {expires_at}, 0, 0,
    false, '', '', '', '', {now}, {now}
"""

_ONE = """
WITH stored AS (
    INSERT INTO delivery_message ({message_columns}) SELECT {message_values} WHERE {unchanged} {once} RETURNING id
), queued AS (
    INSERT INTO delivery_job ({job_columns}) SELECT {job_values} FROM stored RETURNING id, message_id
), words AS (
    INSERT INTO delivery_jobtokens (job_id, tokens) SELECT id, {tokens}::tsvector FROM queued
)
SELECT 1, message_id, id FROM queued
"""
# PostgreSQL cannot know how many mails there will be, and takes them for one or two. IS TRUE keeps it from comparing
# each with each then: what is asked for is put into a table of hashes once.
_MANY = """
WITH message AS MATERIALIZED (
    SELECT nextval('delivery_message_id_seq') AS id, given.* FROM {messages}
    WHERE ((account, account_version) IN (SELECT id, ctid::text || xmin::text FROM delivery_account)) IS TRUE
      AND (source IS NULL
           OR (source, source_version) IN (SELECT id, ctid::text || xmin::text FROM delivery_source))
), job AS MATERIALIZED (
    SELECT nextval('delivery_job_id_seq') AS id, given.* FROM {jobs}
), stored AS (
    INSERT INTO delivery_message (id, {message_columns}) SELECT id, {message_values} FROM message AS given {once}
    RETURNING id
), queued AS (
    INSERT INTO delivery_job (id, {job_columns})
    SELECT job.id, {job_values}
    FROM job JOIN message AS given USING (place) WHERE (given.id IN (SELECT id FROM stored)) IS TRUE
    RETURNING id, message_id
), words AS (
    INSERT INTO delivery_jobtokens (job_id, tokens) SELECT id, job.tokens::tsvector FROM queued JOIN job USING (id)
)
SELECT job.place, queued.message_id, queued.id FROM queued JOIN job USING (id) ORDER BY queued.id
"""


def _worded(statement: str, names: dict[str, str], **parts: str) -> str:
    """The statement with its parts, in which the values go by these names."""
    worded = {
        "unchanged": _UNCHANGED.format(**names),
        "message_columns": _MESSAGE_COLUMNS,
        "message_values": _MESSAGE_VALUES.format(**names),
        "once": _ONCE,
        "job_columns": _JOB_COLUMNS,
        "job_values": _JOB_VALUES.format(**names),
    }
    return statement.format(**worded, **names, **parts)


def _arrays(columns: dict[str, str]) -> str:
    return ", ".join(f"%({name})b::{kind}[]" for name, kind in columns.items())


def _quoted(columns: dict[str, str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


#: Takes the values of one message and its only job.
STORE_ONE = _worded(
    _ONE,
    {**{name: f"%({name})b::{kind}" for name, kind in {**MESSAGE, **JOB}.items()}, "now": _NOW, "stored": "stored.id"},
)
#: Takes an array of each; `place` says for each job to which message it belongs, counted from 1.
STORE_MANY = _worded(
    _MANY,
    {
        **{name: f'given."{name}"' for name in MESSAGE},
        **{name: f'job."{name}"' for name in JOB},
        "now": _NOW,
        "stored": "given.id",
    },
    messages=f"unnest({_arrays(MESSAGE)}) WITH ORDINALITY AS given ({_quoted(MESSAGE)}, place)",
    jobs=f"unnest({_arrays(JOB)}, %(place)b::integer[]) AS given ({_quoted(JOB)}, place)",
)
