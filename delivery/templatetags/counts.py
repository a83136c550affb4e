"""Numbers as the viewer's language writes them."""

from django import template
from django.utils import formats

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """10000 → "10,000" or "10.000"."""
    return formats.number_format(number, force_grouping=True)
