"""The list of e-mails: troubled ones first, everything by filter and search."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from delivery.forms.email_filters import EmailFilters
from delivery.queries import emails as query
from delivery.queries.cursor import Cursor
from delivery.queries.emails import Asked, Shown
from delivery.queries.search import plain
from delivery.queries.wording import names_in
from delivery.views.gate import needs
from delivery.views.rendering import render_page, viewer_language


@require_safe
@needs("view_job")
def emails(request: HttpRequest) -> HttpResponse:
    """Show one page of the list."""
    form = filters_of(request)
    asked = asked_by(form)
    place = Cursor.parse(request.GET.get("older", ""), request.GET.get("newer", ""))
    page = query.page_of(asked, cursor=place, size=query.PAGE)
    context: dict[str, Any] = {
        "section": "emails",
        "form": form,
        "chosen": "state" in form.wishes,
        "asked": asked,
        "counts": query.counts(asked),
        "page": page,
        "names": names_in(viewer_language()),
        "now": timezone.now(),
        # What a link to one e-mail carries, so that its page knows the list it stands in.
        "list_query": list_query(request),
    }
    return render_page(request, "delivery/emails.html", "delivery/_emails.html", context)


def filters_of(request: HttpRequest) -> EmailFilters:
    """The filters in the URL, offered with what there is to choose from."""
    choices = query.choices()
    names = names_in(viewer_language())
    return EmailFilters(
        request.GET,
        states=Shown.choices,
        accounts=choices.accounts,
        causes=_by_name((code, names.titles.get(code, code)) for code in choices.causes),
        categories=_by_name(names.categories.items()),
    )


def asked_by(form: EmailFilters) -> Asked:
    """The wishes of the form, in the words of the query."""
    wishes = form.wishes
    return Asked(
        # Whoever searches wants to find it, whatever its state.
        shown=Shown(wishes.get("state") or (Shown.ALL if "q" in wishes else Shown.ATTENTION)),
        account=wishes.get("account"),
        cause=wishes.get("cause", ""),
        category=wishes.get("category", ""),
        since=wishes.get("since"),
        until=wishes.get("until"),
        words=wishes.get("q", ""),
    )


def list_query(request: HttpRequest) -> str:
    """The filters of the URL without the place in the list."""
    params = request.GET.copy()
    for name in ("older", "newer"):
        params.pop(name, None)
    return params.urlencode()


def _by_name(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(choices, key=lambda choice: plain(choice[1]))
