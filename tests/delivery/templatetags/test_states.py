"""Every state has a chip with a word."""

import pytest

from delivery.models import Account, Job
from delivery.templatetags.states import account_chip, state_chip


@pytest.mark.parametrize("state", Job.State.values)
def test_every_state_of_an_e_mail_has_one(state):
    assert str(state_chip(Job(state=state))["chip"].word)


def test_mail_that_is_retried_is_told_from_new_mail():
    assert state_chip(Job(state="queued", explanation="greylisted")) != state_chip(Job(state="queued"))


@pytest.mark.parametrize("state", Account.State.values)
def test_every_state_of_an_account_has_one(state):
    assert str(account_chip(Account(state=state))["chip"].word)
    assert account_chip(Account(state=state, reported_only=True))["chip"].word == "Reported only"
