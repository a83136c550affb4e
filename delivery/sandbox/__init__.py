"""The sandbox: SMTP servers that play several providers and their faults; no mail leaves it.

In a process of its own:   manage.py sandbox --data DIR [--control-port 5880]
In a test:                 with running_sandbox() as sandbox: …

    sandbox.ports["office365"]     also gmail, company, company-tls, company-expired, company-self-signed,
                                   company-wrong-name, company-clear; the host is 127.0.0.1 or localhost
    sandbox.ca_file                the authority that signed the good certificates
    sandbox.control_url            the control port (control.py says what it answers)
    sandbox.world                  the same from Python: set_mode(), turn(), mailbox(), accounts(), counters(), reset()

Accounts and their demo passwords stand in account.py. What is wrong with an account is its *mode* ("working" when
nothing is); what is wrong with a recipient is told by the first word of the local part, at every provider:
unknown@ full@ restricted@ disabled@ toolarge@ spam@ blocked@ busy@ greylist@ slow@ silent@ drop@ (hangs up in the
middle of the message) late@ (takes it, answers late) vanish@ (takes it, hangs up without an answer). What follows the
word is free: "unknown.maria+2@".
Replies stand in providers/*.toml. Imported by nothing but its command and the tests.
"""

from delivery.sandbox.knobs import Knobs
from delivery.sandbox.received import Received
from delivery.sandbox.server import LISTENERS, Listener, Sandbox, running_sandbox
from delivery.sandbox.world import World

__all__ = ["LISTENERS", "Knobs", "Listener", "Received", "Sandbox", "World", "running_sandbox"]
