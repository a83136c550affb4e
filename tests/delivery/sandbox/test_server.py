"""The sandbox listens on a port for each thing a server can be, and stops cleanly."""

import smtplib
import socket

import pytest

from delivery.sandbox import LISTENERS, running_sandbox


def test_every_listener_has_a_port_of_its_own(sandbox):
    assert set(sandbox.ports) == set(LISTENERS)
    assert len(set(sandbox.ports.values())) == len(LISTENERS)


def test_the_usual_ports_differ():
    assert len({listener.port for listener in LISTENERS.values()}) == len(LISTENERS)


def test_after_the_end_nobody_listens_and_nobody_hangs(tmp_path):
    with running_sandbox(tmp_path) as sandbox:
        port = sandbox.ports["company"]
        waiting = smtplib.SMTP("localhost", port, timeout=10)
        sandbox.world.turn(frozen=True)
        waiting.putcmd("NOOP")

    waiting.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_the_authority_stays_the_same_from_one_start_to_the_next(tmp_path):
    authorities = []
    for _ in range(2):
        with running_sandbox(tmp_path) as sandbox:
            authorities.append(sandbox.ca_file.read_bytes())

    assert authorities[0] == authorities[1]


@pytest.mark.parametrize("what", ["company", "control"])
def test_a_port_that_is_taken_stops_the_start(tmp_path, what):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ports, control_port = ({what: port}, 0) if what == "company" else ({}, port)

        with pytest.raises(OSError, match="in use"), running_sandbox(tmp_path, ports=ports, control_port=control_port):
            pass
