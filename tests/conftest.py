"""What every test may use stands in tests/fixtures: the cast, servers, the world and the browser."""

import pytest

pytest_plugins = (
    "tests.fixtures.viewer",
    "tests.fixtures.cast",
    "tests.fixtures.servers",
    "tests.fixtures.name_server",
    "tests.fixtures.world",
    "tests.fixtures.browser",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put browser tests last: once Playwright runs, Django forbids the database in the same thread."""
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))
