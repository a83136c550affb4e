"""Icons from the sprite that set-up makes of the names in static/icons.txt."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

SPRITE = "vendor/icons.svg"


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Draw an icon. It is decoration: the word beside it, or the label of its button, says the same."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        static(SPRITE),
        name,
    )
