"""The controls of forms, written without templates."""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

WIDGETS = "django/forms/widgets/"
INPUTS = frozenset(f"{WIDGETS}{kind}.html" for kind in ("email", "hidden", "number", "password", "text"))
TEXT_AREA = f"{WIDGETS}textarea.html"


class FormControls(DjangoTemplates):
    """Writes single inputs and text areas itself, as Django would, and leaves the rest to Django.

    Django renders one template for a control and another for its attributes: on a page with a form that is a
    tenth of the time.
    """

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Render one of Django's templates, or what it would give."""
        if template_name in INPUTS:
            return _input(context["widget"])
        if template_name == TEXT_AREA:
            return _text_area(context["widget"])
        return super().render(template_name, context, request)


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = False if widget["value"] is None else str(widget["value"])
    attributes = {"type": widget["type"], "name": widget["name"], "value": value, **widget["attrs"]}
    return format_html("<input{}>", _written(attributes))


def _text_area(widget: Mapping[str, Any]) -> SafeString:
    attributes = {"name": widget["name"], **widget["attrs"]}
    # A browser drops the first line break: without this one it would drop the first of the text.
    return format_html("<textarea{}>\n{}</textarea>", _written(attributes), widget["value"] or "")


def _written(attributes: Mapping[str, Any]) -> SafeString:
    """Write attributes with a space before each: True by the name alone, False not at all."""
    kept = ((conditional_escape(name), value) for name, value in attributes.items() if value is not False)
    written = (
        f" {name}" if value is True else f' {name}="{conditional_escape(str(value))}"' for name, value in kept
    )
    # Each name and each value is escaped above: through `format_html` one by one this takes three times as
    # long.
    return mark_safe("".join(written))  # noqa: S308
