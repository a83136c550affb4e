"""An endpoint never shows its secret."""

import pickle

import pytest

from delivery.smtp import Endpoint, Secret


@pytest.mark.parametrize("show", [repr, str, "{}".format, "{!r}".format])
def test_a_secret_is_masked_wherever_it_is_shown(show):
    endpoint = Endpoint(host="smtp.example.com", port=587, username="ana", secret=Secret("stone-bridge"))

    assert "stone-bridge" not in show(endpoint)
    assert "stone-bridge" not in show(endpoint.secret)


def test_who_asks_for_the_secret_gets_it():
    assert Secret("stone-bridge").reveal() == "stone-bridge"


def test_a_secret_is_not_pickled():
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(Secret("stone-bridge"))


def test_secrets_are_compared_by_value():
    assert Secret("a") == Secret("a") != Secret("b")
    assert not Secret("")
