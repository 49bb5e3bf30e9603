"""People may send every text that they can type, and nothing that no page can show."""

import pytest
from django.core.exceptions import ValidationError

from accounts.fields import PlainEmailField, PlainTextField, ShownAgain


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
        "שלום\u200f, \u2067abc\u2069",
        "one line\nand another\twith a tab",
    ],
)
def test_whatever_somebody_can_type_is_taken_as_it_is(text):
    assert PlainTextField(max_length=100, multiline=True).clean(text) == text


@pytest.mark.parametrize(
    "unseen",
    [
        "\x00",
        "\x07",
        "\x1b",
        "\x7f",
        "\x85",
        "\ud800",
        "\ufdd0",
        "\ufdef",
        "\ufffe",
        "\uffff",
        "\U0010fffe",
    ],
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


@pytest.mark.parametrize(
    "direction", [*"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]
)
def test_a_single_line_cannot_turn_its_letters_around(direction):
    with pytest.raises(ValidationError, match="cannot show"):
        PlainTextField(max_length=100).clean(f"refund{direction}fdp.exe")


@pytest.mark.parametrize("multiline", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "\u200b",
        "\u200d\u2060\ufeff",
        "\u00ad \u00ad",
        "\u2028\u2029",
        "\u3164",
        "\u2800\u2800",
        "\u115f\u1160\uffa0",
        "\u200b\n\t\u200b",
        "\U000e0041",
    ],
)
def test_a_text_in_which_nothing_can_be_seen_is_an_empty_one(text, multiline):
    with pytest.raises(ValidationError) as caught:
        PlainTextField(max_length=100, multiline=multiline).clean(text)

    assert [error.code for error in caught.value.error_list] == ["required"]
    assert PlainTextField(max_length=100, multiline=multiline, required=False).clean(text) == ""


@pytest.mark.parametrize("subject", ["👩🏽‍💻 refund", "👨‍👩‍👧", "می‌خواهم"])
def test_what_joins_the_parts_of_a_sign_may_stand_in_a_single_line(subject):
    assert PlainTextField(max_length=100).clean(subject) == subject


def test_a_length_is_told_in_our_words():
    with pytest.raises(ValidationError) as caught:
        PlainTextField(max_length=3).clean("four")

    assert caught.value.messages == ["This is longer than 3 characters. Shorten it."]


@pytest.mark.parametrize("address", ["a\x00b@example.org", "a" * 5000, "a\ufffd@example.org"])
def test_an_address_is_refused_for_one_reason(address):
    with pytest.raises(ValidationError) as caught:
        PlainEmailField().clean(address)

    assert [error.code for error in caught.value.error_list] == ["invalid"]


@pytest.mark.parametrize("lost", [b"%ED%A0%80", b"%FF", b"%C3%28"])
@pytest.mark.django_db
def test_bytes_that_are_no_text_are_refused_and_shown_as_a_mark(browser, lost):
    body = b"subject=My+refund&text=before" + lost + b"after"

    response = browser.post("/comment/", data=body, content_type="application/x-www-form-urlencoded")

    page = response.content.decode()
    assert response.status_code == 400
    assert "This has characters that we cannot show." in page
    assert "before\ufffd" in page
