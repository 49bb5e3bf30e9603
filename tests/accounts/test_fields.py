"""People may send every text that they can type, and nothing that no page can show."""

import pytest
from django.core.exceptions import ValidationError

from accounts.fields import PlainTextField, ShownAgain


@pytest.mark.parametrize(
    "text",
    [
        "When does it come?",
        "Zażółć gęślą jaźń; 納税; ضريبة",
        "👩🏽‍💻 and 🇺🇸",
        # Younger than Python 3.11's tables, and not given out yet.
        "\U0001fae8 and \U0001fadf",
        "\U000323b0",
        "\ue000",
        "one line\nand another\twith a tab",
    ],
)
def test_whatever_somebody_can_type_is_taken_as_it_is(text):
    assert PlainTextField(max_length=100, multiline=True).clean(text) == text


@pytest.mark.parametrize(
    "unseen",
    ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800", "\ufdd0", "\ufdef", "\ufffe", "\uffff", "\U0010fffe"],
)
def test_what_no_page_can_show_is_refused_and_shown_as_a_mark(unseen):
    with pytest.raises(ValidationError, match="cannot show"):
        PlainTextField(max_length=100, multiline=True).clean(f"before{unseen}after")

    assert ShownAgain().prepare_value(f"before{unseen}after") == "before\ufffdafter"


def test_a_single_line_has_no_line_ends():
    with pytest.raises(ValidationError, match="cannot show"):
        PlainTextField(max_length=100).clean("one\nother")


def test_the_line_ends_of_every_browser_count_as_one_character():
    assert PlainTextField(max_length=5, multiline=True).clean("a\r\nb\rc") == "a\nb\nc"
