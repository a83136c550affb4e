"""The health check of the web server holds whatever names the installation has."""

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def web(live_server, settings):
    """A running web server whose port is the one in the settings."""
    settings.PORT = live_server.thread.port
    return settings


@pytest.mark.parametrize("names", [["localhost"], ["mail.example.com"], [".example.com"], ["*"]])
def test_it_asks_by_a_name_the_server_answers_to(web, names):
    web.ALLOWED_HOSTS = names

    call_command("alive", "web")


def test_a_server_that_is_away_is_told(settings):
    settings.PORT = 1

    with pytest.raises(CommandError, match="web does not answer"):
        call_command("alive", "web")
