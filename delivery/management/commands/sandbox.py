"""Run the sandbox: SMTP servers that play several providers, to try Postmortem without mailing anybody."""

import json
import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from delivery.sandbox import LISTENERS, running_sandbox


class Command(BaseCommand):
    """`manage.py sandbox --data DIR`: runs until SIGTERM or Ctrl-C."""

    help = __doc__ or ""
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to keep the certificates, and which ports to take."""
        parser.add_argument("--data", required=True, type=Path, help="folder for the certificates and sandbox.json")
        parser.add_argument("--host", default="127.0.0.1", help="address the SMTP servers listen on")
        parser.add_argument("--control-host", default="127.0.0.1", help="address of the control port")
        parser.add_argument("--control-port", type=int, default=5880, help="port that speaks JSON over HTTP")
        for name, listener in LISTENERS.items():
            parser.add_argument(f"--{name}-port", type=int, default=listener.port, help="0 takes a free one")

    def handle(self, *args: Any, **options: Any) -> None:
        """Listen, write down where, and wait for the signal to stop."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        ports = {name: options[f"{name.replace('-', '_')}_port"] for name in LISTENERS}
        try:
            with running_sandbox(
                options["data"],
                host=options["host"],
                ports=ports,
                control_host=options["control_host"],
                control_port=options["control_port"],
            ) as sandbox:
                where = {"ports": sandbox.ports, "ca_file": str(sandbox.ca_file), "control_url": sandbox.control_url}
                (options["data"] / "sandbox.json").write_text(json.dumps(where, indent=2))
                self.stdout.write(json.dumps(where))
                self.stdout.flush()
                stop.wait()
        except OSError as error:
            raise CommandError(f"the sandbox cannot start: {error}") from None
