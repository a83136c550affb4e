"""The demo's accounts: kept pointing at wherever the sandbox listens today."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from delivery.demo import ask, set_mode
from delivery.models import Account
from delivery.models.sealed import Sealed


def described() -> list[dict[str, Any]]:
    """The accounts as their file tells them."""
    accounts: list[dict[str, Any]] = tomllib.loads(
        (Path(__file__).parent / "accounts.toml").read_text(encoding="utf-8")
    )["account"]
    return accounts


def make_accounts(sandbox_url: str) -> dict[str, Account]:
    """Make them, or point those that exist to the sandbox's ports of today; by alias."""
    where = ask(sandbox_url, "/")
    made = {}
    for told in described():
        made[told["alias"]], _new = Account.objects.update_or_create(
            alias=told["alias"],
            defaults={
                "host": "localhost",
                "port": where["ports"][told["listener"]],
                "ca_file": where["ca_file"],
                "allow_private": True,
            },
            create_defaults={
                "name": told["name"],
                "host": "localhost",
                "port": where["ports"][told["listener"]],
                "security": Account.Security.STARTTLS,
                "username": told["username"],
                "secret": Sealed(told["password"]),
                "from_email": told["username"],
                "ca_file": where["ca_file"],
                "allow_private": True,
                "per_minute": told.get("per_minute"),
            },
        )
    return made


def break_accounts(sandbox_url: str, accounts: Mapping[str, Account], *, new: bool) -> None:
    """Let the sandbox show what is wrong: at first with every account, later with those that nobody has fixed yet."""
    for told in described():
        if new or accounts[told["alias"]].state == Account.State.HELD:
            set_mode(sandbox_url, told["username"], told["mode"])
