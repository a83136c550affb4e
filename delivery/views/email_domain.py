"""What the sender's domain says in DNS right now: asked only when somebody presses the button."""

from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from delivery.domain_records.answer import Answer, DomainRecords
from delivery.domain_records.ask import askable
from delivery.domain_records.remembered import records_of
from delivery.models import Job
from delivery.views.gate import needs
from delivery.views.rendering import render_page

#: What a remark says to the reader.
REMARKS: dict[str, str | Promise] = {
    "mx-none": _("The domain names no server that takes its mail. Answers and bounce messages then get lost."),
    "mx-null": _("The domain says that it takes no mail at all. Receivers distrust senders nobody can answer."),
    "spf-none": _("The domain does not say who may send for it. Many receivers then refuse or doubt its mail."),
    "spf-several": _("There is more than one such record. That counts as none: join them into one."),
    "spf-open": _("The record lets the whole world send for this domain, which helps nobody but forgers."),
    "dmarc-none": _("The domain does not say what should happen to mail that cannot prove where it comes from."),
    "dmarc-several": _("There is more than one such record. That counts as none: keep one."),
    "dmarc-watches": _("The domain only watches: mail that proves nothing is not refused because of this record."),
    "dmarc-quarantines": _("Mail that cannot prove where it comes from should be put aside, mostly as spam."),
    "dmarc-rejects": _("Mail that cannot prove where it comes from should be refused."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@needs("view_job")
def email_domain(request: HttpRequest, job_id: int) -> HttpResponse:
    """Ask DNS about the domain this e-mail comes from."""
    if request.method != "POST":
        return redirect("email", job_id)
    job = (
        Job.objects.select_related("message", "account").defer("message__mime", "account__secret")
        .filter(pk=job_id).first()
    )  # fmt: skip
    domain = domain_of(job) if job else None
    if job is None or domain is None:
        raise Http404
    if not connection.in_atomic_block:
        # Nobody holds a connection to the database while another server is spoken to.
        connection.close()
    context: dict[str, Any] = {"section": "emails", "job": job, "domain": domain, **_told(records_of(domain))}
    return render_page(request, "delivery/email_domain.html", "delivery/_email_domain.html", context)


def domain_of(job: Job) -> str | None:
    """The domain this e-mail comes from, in the form DNS is asked for; None where there is none to ask about."""
    return askable((job.message.from_email or job.account.from_email or job.account.username).rpartition("@")[2])


def _told(records: DomainRecords) -> dict[str, Any]:
    answers: list[tuple[str | Promise, Answer]] = [
        (_("Servers that take its mail (MX)"), records.mx),
        (_("Who may send for it (SPF)"), records.spf),
        (_("What becomes of unproved mail (DMARC)"), records.dmarc),
    ]
    return {
        "asked_at": records.at,
        "answers": [(label, answer, REMARKS.get(answer.remark, "")) for label, answer in answers],
    }
