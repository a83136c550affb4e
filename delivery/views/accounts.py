"""The list of accounts: which can send, what waits, what failed lately."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from delivery.queries.accounts import standings
from delivery.queries.wording import names_in
from delivery.views.gate import needs
from delivery.views.rendering import render_page, viewer_language


@require_safe
@needs("view_account")
def accounts(request: HttpRequest) -> HttpResponse:
    """Show all accounts."""
    now = timezone.now()
    context = {
        "section": "accounts",
        "standings": standings(now=now),
        "names": names_in(viewer_language()),
        "now": now,
    }
    return render_page(request, "delivery/accounts.html", "delivery/_accounts.html", context)
