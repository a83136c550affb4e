"""The reported failures of the demo, as records in the shape that applications write."""

import random
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

#: Where the demo's customers live; all names are reserved for examples (RFC 2606).
CUSTOMERS = (
    "compras@cliente-norte.example.com",
    "accounts@harbour.example.net",
    "recepcion@hotel-lago.example.org",
    "office@green-valley.example.com",
    "administracion@clinica-sol.example.net",
    "warehouse@blue-river.example.org",
    "contabilidad@panaderia.example.com",
    "info@old-mill.example.net",
)


#: How the demo's applications begin and end what they write down.
_HEAD = "SMTP Error Details:\n"
_TAIL = "\n  To Email: {to}\n  SMTP Host: {host}\n  SMTP Port: {port}\n  SSL Enabled: True\n  From Email: {from}\n"


def records(*, now: datetime) -> Iterator[dict[str, Any]]:
    """Some sixty records, spread over the last weeks; the same ones every time for the same `now`."""
    chance = random.Random(20261122)  # noqa: S311 (the same demo for everyone)
    number = 4100
    for failure in tomllib.loads((Path(__file__).parent / "reports.toml").read_text(encoding="utf-8"))["failure"]:
        ages = failure["age"]
        for copy in range(failure["copies"]):
            number += chance.randint(1, 9)
            span = (ages[-1] - ages[0]) / max(failure["copies"] - 1, 1)
            failed_at = now - timedelta(days=ages[0] + span * copy, minutes=chance.randint(0, 50))
            to = failure.get("to", CUSTOMERS)
            yield _record(failure, to=to[(copy + number) % len(to)], failed_at=failed_at, chance=chance)


def _record(failure: dict[str, Any], *, to: str, failed_at: datetime, chance: random.Random) -> dict[str, Any]:
    server_time = failed_at - timedelta(seconds=18)
    stamp = (
        f"[SB{chance.randint(0, 9)}PR08CA{chance.randint(1, 99):04d}.namprd08.prod.outlook.com "
        f"{server_time:%Y-%m-%dT%H:%M:%S}.{chance.randint(0, 999):03d}Z {chance.getrandbits(64):016X}]"
    )
    text = (_HEAD + failure["text"] + _TAIL).format_map({**failure, "to": to, "stamp": stamp})

    return {
        "userName": to.partition("@")[0],
        "emailType": failure["kind"],
        "source": failure["source"],
        "last_error": text,
        "error_history": f"Attempt {failure['retries']}: ...",
        "last_error_at": f"{failed_at:%Y-%m-%d %H:%M:%S} UTC",
        "total_retries": failure["retries"],
    }
