"""Who the embedded servers run as, and the folders they own. PostgreSQL refuses to run as root."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Account:
    """A user of this machine."""

    uid: int
    gid: int


def servers_account() -> Account | None:
    """Return whom to become before a server starts; None when we stay who we are."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(uid=nobody.pw_uid, gid=nobody.pw_gid)


def make_passage(folder: Path) -> None:
    """Make a folder of our own that the servers may pass; leave those that are there as they are."""
    if folder.exists():
        return
    make_passage(folder.parent)
    folder.mkdir()
    folder.chmod(0o711 if os.geteuid() == 0 else 0o700)


def make_private(folder: Path, account: Account | None) -> None:
    """Make a folder that belongs to the servers alone; refuse one that somebody else made before us."""
    make_passage(folder.parent)
    us, owner = os.geteuid(), os.geteuid() if account is None else account.uid
    if not folder.exists():
        folder.mkdir(mode=0o700)
        if account is not None:
            os.chown(folder, account.uid, account.gid)
    if folder.is_symlink() or folder.stat().st_uid != owner or folder.parent.stat().st_uid not in {0, us}:
        raise SystemExit(f"The folder {folder} belongs to somebody else: remove it, or set DATA_FOLDER.")
    folder.chmod(0o700)
