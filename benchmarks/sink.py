"""The server that takes everything: Postfix's smtp-sink, else a small one of our own; and a wire that is long."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

HOST = "127.0.0.1"


def _smtp_sink() -> str | None:
    """Where smtp-sink is; installed from Debian's postfix package when we may."""
    found = shutil.which("smtp-sink", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run(["apt-get", "install", "-qq", "-y", "--no-install-recommends", "postfix"], check=False, **quiet)  # type: ignore[call-overload]
        found = shutil.which("smtp-sink", path="/usr/sbin")
    return found


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def running(command: list[str], port: int) -> Iterator[int]:
    """A server on a port while the block runs."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
                break
            time.sleep(0.05)
        else:
            raise SystemExit(f"{command[0]} does not listen")
        yield port
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def sink() -> Iterator[int]:
    """A server that takes everything; its port."""
    port, found = free_port(), _smtp_sink()
    command = (
        [found, "-u", "nobody", f"{HOST}:{port}", "500"]
        if found
        else [sys.executable, "-m", "benchmarks.own_sink", str(port)]
    )
    if found and os.geteuid() != 0:
        command = [found, f"{HOST}:{port}", "500"]
    print(f"   sink: {'smtp-sink' if found else 'our own (install postfix for smtp-sink)'}", flush=True)
    with running(command, port) as ready:
        yield ready


@contextlib.contextmanager
def far_away(port: int, *, seconds: float) -> Iterator[int]:
    """The same server behind a wire on which every byte travels so long, there and back together."""
    near = free_port()
    with running([sys.executable, "-m", "benchmarks.long_wire", str(near), str(port), str(seconds / 2)], near) as ready:
        yield ready
