"""The explanation as a file, in the reader's language."""

import json

import pytest

pytestmark = pytest.mark.django_db


def test_bob_takes_it_as_markdown(as_bob, report):
    response = as_bob.get(f"/emails/{report().pk}/explanation.md")

    assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert response.content.decode().startswith("# 535 5.7.139")


def test_it_is_in_the_readers_language(as_bob, report):
    text = as_bob.get(f"/emails/{report().pk}/explanation.txt", headers={"Accept-Language": "es"}).content.decode()

    assert "Inicio de sesión rechazado" in text


def test_json_is_json_and_named_for_the_explanation(as_alice, report):
    job = report()

    response = as_alice.get(f"/emails/{job.pk}/explanation.json")

    assert json.loads(response.content)["code"] == "criteria-not-met"
    assert response.headers["Content-Disposition"] == f'attachment; filename="criteria-not-met-{job.pk}.json"'


def test_charlie_may_not_have_it(as_charlie, report):
    assert as_charlie.get(f"/emails/{report().pk}/explanation.md").status_code == 403


def test_there_is_nothing_to_explain_about_accepted_mail(as_bob, make_job):
    assert as_bob.get(f"/emails/{make_job(state='accepted').pk}/explanation.md").status_code == 404


def test_there_is_no_other_form(as_bob, report):
    assert as_bob.get(f"/emails/{report().pk}/explanation.pdf").status_code == 404
