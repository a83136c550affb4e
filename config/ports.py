"""Which port the web server takes."""

import socket

#: How many ports after the wanted one are tried.
_MOST_TRIED = 20


def free_port(wanted: int, host: str = "127.0.0.1") -> int | None:
    """Return the wanted port when it is free, else the next free one; None when all those near it are taken."""
    return next((port for port in range(wanted, min(wanted + _MOST_TRIED, 65_536)) if _is_free(host, port)), None)


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        # As the web server does: an address whose last connections still fade away counts as free.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return False
    return True
