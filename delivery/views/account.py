"""One account: its state, its waiting mail, its failures by day and cause, and what was done to it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from delivery import demo
from delivery.models import Account
from delivery.queries.account import AccountPage, page_of
from delivery.queries.trend import OTHERS, Cause, Day, Trend
from delivery.queries.wording import Names, names_in
from delivery.views.actions import account_actions
from delivery.views.gate import needs
from delivery.views.rendering import render_page, viewer_language


@require_safe
@needs("view_account")
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """Show one account."""
    now = timezone.now()
    page = page_of(account_id, now=now)
    if page is None:
        raise Http404
    names = names_in(viewer_language())
    context: dict[str, Any] = {
        "section": "accounts",
        "page": page,
        "account": page.account,
        "actions": account_actions(page, user=request.user),
        "demo_fix": page.account.state == Account.State.HELD
        and demo.is_on_sandbox(page.account)
        and request.user.has_perm("delivery.control_account"),
        "columns": _columns(page, names),
        "chart": _chart(page, names),
        "days": [{"label": _label(day), "day": day} for day in page.trend.days if day.failed or day.accepted],
        "names": names,
        "now": now,
        # While mail goes out the numbers follow it.
        "moving": page.account.state == Account.State.ACTIVE and bool(page.waiting.queued or page.waiting.held),
    }
    return render_page(request, "delivery/account.html", "delivery/_waiting.html", context)


def _named(cause: Cause, names: Names) -> str:
    if cause.explanation == OTHERS:
        return _("Other causes")
    if cause.explanation == "unrecognised":
        return names.categories.get(cause.category, cause.category)
    return names.titles.get(cause.explanation, cause.explanation)


def _columns(page: AccountPage, names: Names) -> list[dict[str, Any]]:
    """The heads of the table: each cause with the list of its e-mails."""
    return [
        {"name": _named(cause, names), "total": cause.total, "query": _query(page, cause)}
        for cause in page.trend.causes
    ]


def _query(page: AccountPage, cause: Cause) -> str:
    if cause.explanation == OTHERS:
        return urlencode([("state", "all"), ("account", str(page.account.pk))])
    wish = ("category", cause.category) if cause.explanation == "unrecognised" else ("cause", cause.explanation)
    return urlencode([("state", "all"), ("account", str(page.account.pk)), wish])


def _label(day: Day) -> str:
    return formats.date_format(day.date, _("j M"))


def _chart(page: AccountPage, names: Names) -> dict[str, Any]:
    """What static/js/trend.js draws; every bar leads to the e-mails it counts."""
    trend: Trend = page.trend
    emails = reverse("emails")
    return {
        "days": [_label(day) for day in trend.days],
        "dates": [day.date.isoformat() for day in trend.days],
        "series": [
            {
                "name": _named(cause, names),
                "counts": [day.failures[place] for day in trend.days],
                "href": f"{emails}?{_query(page, cause)}",
            }
            for place, cause in enumerate(trend.causes)
        ],
    }
