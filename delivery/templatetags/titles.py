"""The names of explanations and of kinds of mail, as a list shows them."""

from django import template

from delivery.queries.wording import Names

register = template.Library()


@register.simple_tag
def cause_title(code: str, category: str, names: Names) -> str:
    """The title of an explanation. Without one its category says more than "not recognised"; a lost one keeps its code."""
    if code == "unrecognised":
        return names.categories.get(category, "")
    return names.titles.get(code, code)


@register.filter
def kind_words(kind: str) -> str:
    """A source's own word for a kind of mail, made readable: "password_recovery" → "Password recovery"."""
    words = kind.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]
