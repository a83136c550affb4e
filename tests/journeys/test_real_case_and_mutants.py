"""The real case and six mutants of it, from the report to the page: whoever sees only the pages can tell them apart."""

import html
import json
import re

import pytest
from django.core.management import call_command

from delivery.models import Job
from tests.diagnostics.real_case import record, refusal

pytestmark = pytest.mark.django_db

TENANT = refusal(
    "SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more."
)
CASES = {
    "real": record(),
    "tenant": record(TENANT),
    "password": record(refusal("the user credentials were incorrect.")),
    "port": record(port=465),
    "clear": record(ssl=False),
    "host": record(host="smtp.gmail.com"),
    "sender": record().replace("  From Email:", "  SMTP User: robot@example.com\\n  From Email:"),
}
#: What a reader must find on the page of each, in Spanish and in English.
SAID = {
    "real": ("política de identidad", "identity policy"),
    "tenant": ("está cerrado en la organización", "whole organisation"),
    "password": ("Usuario o contraseña no aceptados", "User name or password not accepted"),
    "port": ("465", "465"),
    "clear": ("ninguno (EnableSsl = false)", "none (EnableSsl = false)"),
    "host": ("Gmail", "Gmail"),
    "sender": ("robot@example.com", "robot@example.com"),
}


@pytest.fixture
def pages(tmp_path, client, bob):
    """Report all seven, then read the page of each as support does: {name: {language: visible text}}."""
    file = tmp_path / "reports.ndjson"
    told = [json.loads(text) | {"emailType": name} for name, text in CASES.items()]
    file.write_text("\n".join(json.dumps(one) for one in told))
    call_command("report_failures", str(file))
    client.force_login(bob)
    return {
        name: {language: read(client, Job.objects.get(message__kind=name), language) for language in ("es", "en")}
        for name in CASES
    }


def read(client, job: Job, language: str) -> str:
    page = client.get(f"/emails/{job.pk}/", headers={"accept-language": language}).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.mark.parametrize("language", ["es", "en"])
def test_who_sees_only_the_pages_can_tell_them_apart(pages, language):
    position = ("es", "en").index(language)

    for name, said in SAID.items():
        assert said[position] in pages[name][language], name
    unlike = {
        re.sub(r"#\d+|\b(real|tenant|password|port|clear|host|sender)\b", "", page[language]) for page in pages.values()
    }
    assert len(unlike) == len(CASES)


def test_the_real_case_asserts_nothing_that_nobody_checked(pages):
    page = pages["real"]["en"]

    for said in ("Conditional Access", "security defaults", "Get-CASMailbox", "December 2026", "Do not retry"):
        assert said.lower() in page.lower(), said
    for unsaid in ("enable SSL", "SMTP AUTH is not enabled", "From is correct"):
        assert unsaid.lower() not in page.lower(), unsaid


def test_a_support_agent_finds_it_by_searching(client, bob, pages):
    client.force_login(bob)

    found = client.get("/emails/", {"q": "real"}).content.decode()

    assert f"/emails/{Job.objects.get(message__kind='real').pk}/" in found
