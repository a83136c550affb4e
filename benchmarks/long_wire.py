"""`python -m benchmarks.long_wire PORT SERVER_PORT SECONDS`: passes bytes on, each so many seconds later."""

import asyncio
import sys
from functools import partial


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    while data := await reader.read(65_536):
        loop.call_later(seconds, writer.write, data)
    loop.call_later(seconds, writer.close)


async def _serve(server: int, seconds: float, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        there, back = await asyncio.open_connection("127.0.0.1", server)
        await asyncio.gather(_carry(reader, back, seconds), _carry(there, writer, seconds))
    except OSError:
        writer.close()


async def main(port: int, server: int, seconds: float) -> None:
    """Listen until terminated."""
    listening = await asyncio.start_server(partial(_serve, server, seconds), "127.0.0.1", port, backlog=500)
    await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
