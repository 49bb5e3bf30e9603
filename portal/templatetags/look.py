"""Template tags of the portal's look: forms hold shapes and words, the look is added here."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import segno
from django import template
from django.conf import settings
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from accounts.models import Person

register = template.Library()

# Some 200 bytes each: a list writes the same moments at every visit, and Django takes a while for each.
REMEMBERED_MOMENTS = 8192


@register.simple_tag
def control(
    field: BoundField,
    *,
    hint: str = "",
    described_by: str = "",
    counter: object = None,
    css: str = "",
    **attributes: str,
) -> SafeString:
    """Render the input of `field` with the look's classes, tied to its hint, its error and its counter.

    described_by: the id of one more element that describes the input.
    counter: when true, the page counts the characters left, and the browser does not cut what is too long.
    attributes: HTML attributes; an empty value leaves the attribute out.
    """
    kept: dict[str, str | bool] = {name: value for name, value in attributes.items() if value}
    kind = {"textarea": "textarea", "select": "select"}.get(field.widget_type, "input")
    classes = [f"usa-{kind}", f"usa-{kind}--error" if field.errors else "", css]
    kept["class"] = " ".join(filter(None, classes))

    describing = [
        described_by,
        f"{field.auto_id}_helptext" if hint or field.help_text else "",
        f"{field.auto_id}_error" if field.errors else "",
    ]
    if any(describing):
        kept["aria-describedby"] = " ".join(filter(None, describing))

    if counter:
        # At `maxlength` a browser cuts a pasted text without a word; the server says it, and keeps the text.
        kept["data-counter"] = str(field.field.widget.attrs.get("maxlength", ""))
        kept["maxlength"] = False
    return field.as_widget(attrs=kept)


@register.simple_block_tag
def listing(content: SafeString, caption: str, *headings: str) -> SafeString:
    """Wrap rows into a table that reads as a list of cards on a phone, and as a table to a screen reader.

    content: rows and cells with their roles, which style sheets would take away else.
    caption: what is listed and in which order; heard and not seen. headings: of the columns; an empty one
    stands for a column that this reader does not have.
    """
    context = {"rows": content, "caption": caption, "headings": [heading for heading in headings if heading]}
    return render_to_string("components/listing.html", context)


@register.simple_tag
def square_code(text: str, label: str) -> SafeString:
    """Draw `text` as a square code for a camera, in the page itself, so that no address leads to it.

    label: what a screen reader says instead. What is drawn has to stand beside it in letters too.
    """
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    # Drawn of squares: nothing of the text is in it as text.
    return format_html('<div role="img" aria-label="{}">{}</div>', label, mark_safe(drawn))  # noqa: S308


@register.simple_tag(takes_context=True)
def fixed(context: template.Context, name: str) -> SafeString:
    """Include a template that says the same on every page, rendered once in each language.

    name: of a template that reads nothing but what `portal.context_processors.agency` gives.
    """
    names = ("agency_name", "site_url", "is_demo")
    return _fixed(name, get_language() or "", *(context.get(known) for known in names))


@lru_cache(maxsize=64)
def _fixed(name: str, _language: str, agency_name: str, site_url: str, is_demo: bool) -> SafeString:
    words = {"agency_name": agency_name, "site_url": site_url, "is_demo": is_demo}
    return render_to_string(name, words)


@register.simple_tag(takes_context=True)
def navigation(context: template.Context, here: str | None) -> SafeString:
    """Write the links of the header, which are the same for everybody of a role.

    here: the name of the page, whose own link is marked.
    """
    person = context.get("user")
    role = person.role if person is not None and person.is_authenticated else ""
    return _navigation(role, here or "", get_language() or "")


@lru_cache(maxsize=1024)
def _navigation(role: str, here: str, _language: str) -> SafeString:
    words = {"person": Person(role=role) if role else None, "here": here}
    return render_to_string("components/navigation.html", words)


@register.simple_tag
def monitoring_names_penalties() -> bool:
    """Tell whether the standard that holds asks for more than that use is monitored."""
    return bool(settings.MONITORING_NAMES_PENALTIES)


@register.filter
def written(moment: date | datetime, style: str) -> str:
    """Write a moment, in the agency's time zone, or a day in the reader's language.

    style: a format of Django's, by name or as letters.
    """
    return _written(moment, style, get_language() or "")


@lru_cache(maxsize=REMEMBERED_MOMENTS)
def _written(moment: date | datetime, style: str, _language: str) -> str:
    return date_format(timezone.localtime(moment) if isinstance(moment, datetime) else moment, style)


@register.filter
def latest_mailed(messages: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Pick the last of `messages`, oldest first, about which a mail was queued; None when there is none."""
    return next((message for message in reversed(list(messages)) if message["delivery"]["number"]), None)
