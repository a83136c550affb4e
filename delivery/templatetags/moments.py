"""Times in few words, each with its full form in the viewer's zone behind it."""

from datetime import datetime, timedelta

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

register = template.Library()

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
#: From here on a date says more than a number of days.
LONG_AGO = 30 * DAY


@register.simple_tag
def ago(moment: datetime | None, now: datetime) -> SafeString | str:
    """ "5 min ago", "2 d ago", later the date; the full time is in its title."""
    if moment is None:
        return ""
    past = now - moment
    if past >= LONG_AGO:
        words = formats.date_format(_local(moment), gettext("j M Y"))
    elif past < MINUTE:
        words = gettext("just now")
    else:
        words = gettext("%(time)s ago") % {"time": span(past)}
    return _time(moment, words)


@register.simple_tag
def ahead(moment: datetime | None, now: datetime) -> SafeString | str:
    """ "in 4 min", or "now" when the time has come; the full time is in its title."""
    if moment is None:
        return ""
    left = moment - now
    words = gettext("now") if left < MINUTE else gettext("in %(time)s") % {"time": span(left)}
    return _time(moment, words)


@register.simple_tag
def at(moment: datetime | None) -> SafeString | str:
    """The full time in the viewer's zone."""
    return "" if moment is None else _time(moment, full(moment))


def span(length: timedelta) -> str:
    """A length of time in its largest whole unit: "4 min", "3 h", "2 d"."""
    if length < HOUR:
        return gettext("%(count)d min") % {"count": length // MINUTE}
    if length < DAY:
        return gettext("%(count)d h") % {"count": length // HOUR}
    days = length // DAY
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def full(moment: datetime) -> str:
    """Date and time with the name of the zone."""
    local = _local(moment)
    zone = local.tzname() or ""
    # Zones without a name of their own are called "-05".
    zone = f"UTC{zone}" if zone[:1] in ("+", "-") else zone
    words = formats.date_format(local, gettext("j M Y, H:i"))
    return f"{words} ({zone})"


def _local(moment: datetime) -> datetime:
    """In the viewer's zone; a report may name a time at the very edge of the calendar, which stays as it is."""
    try:
        return timezone.localtime(moment)
    except OverflowError:
        return moment


def _time(moment: datetime, words: str) -> SafeString:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', moment.isoformat(timespec="seconds"), full(moment), words
    )
