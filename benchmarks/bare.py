"""The limit: smtplib in a loop with ready-made bytes, nothing recorded, in so many processes."""

import smtplib
import time
from multiprocessing import get_context


def _send(port: int, content: bytes, many: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(many):
            server.sendmail("a@example.com", [f"customer{number}@example.net"], content)


def time_bare(port: int, content: bytes, *, messages: int, processes: int) -> float:
    """Seconds for so many messages."""
    context = get_context("fork")
    began = time.monotonic()
    running = [context.Process(target=_send, args=(port, content, messages // processes)) for _ in range(processes)]
    for process in running:
        process.start()
    for process in running:
        process.join()
    return time.monotonic() - began
