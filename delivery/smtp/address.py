"""Finding the machine behind a host name, and keeping away from addresses we must not contact."""

import ipaddress
import socket
import threading
from dataclasses import dataclass

from delivery.smtp.fault import BrokenOffError, broken_off

MAX_ADDRESSES = 6
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, kw_only=True)
class Address:
    """One address to try, as the socket wants it."""

    family: socket.AddressFamily
    ip: str
    sockaddr: tuple[str | int | bytes, ...]


def look_up(host: str, port: int, limit: float) -> tuple[Address, ...]:
    """The addresses of the host, in the system's order; raises BrokenOffError with the resolver's exact words."""
    answers: list[Address] = []
    errors: list[BrokenOffError] = []

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            errors.append(broken_off(error, "looking up the name"))
        except UnicodeError as error:
            errors.append(
                BrokenOffError("name-not-found", f"Name or service not known: {host!r} is no host name ({error})")
            )
        else:
            answers.extend(
                Address(family=family, ip=str(sockaddr[0]), sockaddr=tuple(sockaddr))
                for family, _, _, _, sockaddr in found
            )

    # getaddrinfo knows no time limit, so it is asked in a thread that may be left behind.
    asking = threading.Thread(target=ask, name="smtp-name-lookup", daemon=True)
    asking.start()
    asking.join(limit)
    if asking.is_alive():
        raise BrokenOffError("timed-out", f"timed out after {limit:g} s looking up {host}")
    if errors:
        raise errors[0]
    return tuple(answers[:MAX_ADDRESSES])


def private_addresses(host: str, *, limit: float) -> tuple[str, ...]:
    """The addresses of a host that lie in a private network; none also where the name is not found in time (seconds)."""
    try:
        return tuple(address.ip for address in look_up(host, 0, limit) if not is_public(address.ip))
    except BrokenOffError:
        return ()


def is_public(ip: str) -> bool:
    """Whether the address lies in the public internet, also when an IPv6 address carries an IPv4 one."""
    address = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast
