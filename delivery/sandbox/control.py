"""The control port: JSON over HTTP to look at the sandbox and to break and mend its accounts.

GET  /            listeners with their ports, the file of the authority to trust, the modes there are
GET  /accounts    all accounts with mode, connections and counters
POST /accounts    {"provider", "username", "password"}: open an account
POST /accounts/<username>/mode   {"mode": "smtp-auth-disabled-mailbox"}; "working" mends it
POST /providers/<provider>/mode  the same for all accounts of a provider
GET  /mailbox     ?recipient= &message_id= &after=ID: what was received
GET  /counters    by provider
POST /knobs       {"frozen": true, "late_seconds": 10, …}: turn some, answers with all
POST /reset       {"modes": true}: forget mail, counters, greylisting, knobs; and mend the accounts

An error is {"error": "…"} with status 400 or 404. Only requests with Content-Type application/json change anything, so
that no web page can make a browser do it.
"""

import json
import threading
from collections.abc import Mapping
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from delivery.sandbox.world import World

_LONGEST_REQUEST = 65_536


class Control:
    """The HTTP server of the control port, in a thread of its own while the context is open."""

    def __init__(self, world: World, host: str, port: int, ports: Mapping[str, int], ca_file: Path) -> None:
        self.world = world
        self.ports = ports
        self.ca_file = ca_file
        control = self

        class Handler(_Handler):
            answers = control

        self._server = _Server((host, port), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.url = f"http://{host}:{self._server.server_address[1]}"

    def __enter__(self) -> "Control":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def look(self, path: list[str], query: dict[str, str]) -> Any:
        """The answer to a GET; LookupError when there is nothing at this path."""
        match path:
            case []:
                return {"ports": dict(self.ports), "ca_file": str(self.ca_file), "modes": self.world.modes()}
            case ["accounts"]:
                return self.world.accounts()
            case ["mailbox"]:
                received = self.world.mailbox(
                    recipient=query.get("recipient", ""),
                    message_id=query.get("message_id", ""),
                    after=int(query.get("after", "0")),
                )
                return [asdict(entry) for entry in received]
            case ["counters"]:
                return self.world.counters()
        raise LookupError("/".join(path))

    def change(self, path: list[str], wanted: dict[str, Any]) -> Any:
        """The answer to a POST; LookupError for an unknown path, ValueError for what cannot be done."""
        match path:
            case ["accounts"]:
                return self.world.add_account(*(_text(wanted, name) for name in ("provider", "username", "password")))
            case ["accounts", username, "mode"]:
                return self.world.set_mode(username, _text(wanted, "mode"))
            case ["providers", provider, "mode"]:
                return self.world.set_provider_mode(provider, _text(wanted, "mode"))
            case ["knobs"]:
                return self.world.turn(**wanted)
            case ["reset"]:
                self.world.reset(modes=bool(wanted.get("modes", True)))
                return {}
        raise LookupError("/".join(path))


class _Server(ThreadingHTTPServer):
    def server_bind(self) -> None:
        """Bind without asking a name server what we are called, as the base class would."""
        TCPServer.server_bind(self)


class _Handler(BaseHTTPRequestHandler):
    answers: Control

    def do_GET(self) -> None:
        """Look at something."""
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        self._answer(lambda: self.answers.look(_steps(url.path), query))

    def do_POST(self) -> None:
        """Change something."""
        if self.headers.get_content_type() != "application/json":
            self._reply(415, {"error": "the request must be application/json"})
            return
        length = min(int(self.headers.get("Content-Length") or 0), _LONGEST_REQUEST)
        body = self.rfile.read(length)
        self._answer(lambda: self.answers.change(_steps(urlsplit(self.path).path), _json_object(body)))

    def _answer(self, ask: Any) -> None:
        try:
            self._reply(200, ask())
        except LookupError as error:
            self._reply(404, {"error": f"nothing at {error}"})
        except ValueError as error:
            self._reply(400, {"error": str(error)})

    def _reply(self, status: int, answer: Any) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing: what happened is in the counters."""


def _steps(path: str) -> list[str]:
    return [unquote(step) for step in path.split("/") if step]


def _json_object(body: bytes) -> dict[str, Any]:
    wanted = json.loads(body or b"{}")
    if not isinstance(wanted, dict):
        raise ValueError("the request must be a JSON object")
    return wanted


def _text(wanted: dict[str, Any], name: str) -> str:
    value = wanted.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} is missing")
    return value
