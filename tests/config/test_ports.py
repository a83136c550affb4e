"""A taken port gets another."""

import socket

from config.ports import free_port


def test_a_taken_port_is_passed_over():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert free_port(port) not in {None, port}


def test_a_free_port_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

    assert free_port(port) == port


def test_there_is_nothing_behind_the_last_port():
    assert free_port(65_536) is None
