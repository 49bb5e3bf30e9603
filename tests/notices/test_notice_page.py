"""Promises of the page "Is this notice real?"."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from audit.models import AuditEvent
from encryption.codes import group
from limits.models import Counter
from notices.models import CARRYING, Notice
from tests.notices.making import make_notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(notice: Notice) -> Notice:
    notice.number = "0K7Q1X4F7K2B"
    notice.state = Notice.State.SENT
    # In New York it was still the third.
    notice.sent_at = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)
    notice.save()
    return notice


def ask(browser: Any, number: str, **more: Any) -> Any:
    return browser.post("/notice/", {"number": number}, **more)


def checks() -> list[dict[str, Any]]:
    events = AuditEvent.objects.filter(action="notices.notice.checked").order_by("pk")
    return [json.loads(bytes(event.leaf)) for event in events]


def test_the_page_is_there_for_everybody_and_sets_no_cookie_but_the_forms(browser: Any) -> None:
    response = browser.get("/notice/")

    assert response.status_code == 200
    assert set(browser.cookies) <= {"csrf"}
    assert checks() == []


@pytest.mark.parametrize(
    "typed",
    [
        "0K7Q-1X4F-7K2B",
        "0K7Q1X4F7K2B",
        " 0k7q 1x4f 7k2b ",
        "ok7q-lx4f-7k2b",
        "OK7Q-IX4F-7K2B",
        "0K7Q\u20131X4F\u20137K2B",
        "\uff10K7Q1X4F7K2B",
        "0K7Q\u00ad1X4F\u200b7K2B",
    ],
)
def test_a_real_number_is_known_however_it_is_typed(browser: Any, sent: Notice, typed: str) -> None:
    response = ask(browser, typed)

    assert response.status_code == 200
    assert "Yes, we sent a notice with this number on March 3, 2026." in " ".join(
        response.content.decode().split()
    )


@pytest.mark.parametrize("kind", Notice.Kind)
def test_a_real_number_says_what_its_mail_holds(browser: Any, sent: Notice, kind: Notice.Kind) -> None:
    Notice.objects.filter(pk=sent.pk).update(kind=kind)

    page = " ".join(ask(browser, sent.number).content.decode().split())

    said = {
        "plain": "It holds an answer of ours, which anyone on the way could read." in page,
        "secret": "It holds a link or a code that is for you alone" in page,
        "nothing": "It holds no private information." in page,
    }
    holds = "plain" if kind == Notice.Kind.PLAIN_ANSWER else "secret" if kind in CARRYING else "nothing"
    assert said == {"plain": False, "secret": False, "nothing": False, holds: True}


def test_the_page_promises_of_no_mail_what_is_not_true_of_answers_by_plain_email(browser: Any) -> None:
    page = " ".join(browser.get("/notice/").content.decode().split())

    assert "never holds anything private" not in page
    assert "No other e-mail of ours holds anything that you and we write to each other." in page


def test_a_check_is_recorded_without_who_asked(browser: Any, sent: Notice) -> None:
    ask(browser, sent.number)

    [check] = checks()
    assert (check["actor"], check["subject"]) == (None, str(sent.about))
    assert check["details"] == {"outcome": "known", "notice": sent.number}


def test_a_number_that_is_none_of_ours_is_not_known(browser: Any, sent: Notice) -> None:
    response = ask(browser, "0K7Q-1X4F-7K2C")

    assert response.status_code == 200
    assert b"We know no such notice." in response.content
    [check] = checks()
    assert (check["subject"], check["details"]) == (None, {"outcome": "unknown"})


def test_whoever_holds_the_number_got_the_mail_even_if_the_worker_did_not_note_it(
    browser: Any, notice: Notice
) -> None:
    assert notice.state == Notice.State.QUEUED

    response = ask(browser, notice.number)

    assert b"Yes, we sent a notice with this number" in response.content


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "0K7Q",
        "0K7Q-1X4F-7K2B-9",
        "0K7Q-1X4F-7K2U",
        "0K7Q-1X4F-7K2\u00e9",
        "\u0660K7Q1X4F7K2B",
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "9" * 201,
        "\U0001f600" * 12,
    ],
)
def test_what_is_no_number_is_refused_and_kept(browser: Any, sent: Notice, typed: str) -> None:
    response = ask(browser, typed)

    assert response.status_code == 400
    assert response.context["form"]["number"].value() == typed
    assert response.context["form"].errors["number"]
    assert b"We know no such notice." not in response.content
    assert checks() == []


@pytest.mark.parametrize("unseen", ["\x00", "\x07", "\x1b", "\x85", "\ufffe"])
def test_what_no_page_can_hold_is_refused_and_marked(browser: Any, sent: Notice, unseen: str) -> None:
    response = ask(browser, f"0K7Q{unseen}1X4F7K2B")

    assert response.status_code == 400
    assert response.context["form"]["number"].value() == "0K7Q\ufffd1X4F7K2B"
    assert checks() == []


def test_a_megabyte_is_refused_and_not_sent_back(browser: Any) -> None:
    response = ask(browser, "A" * 400_000)

    assert response.status_code == 400
    assert len(response.content) < 20_000


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"number=%ED%A0%80", "application/x-www-form-urlencoded"),
        (b"number=%FF%FE", "application/x-www-form-urlencoded"),
        (b"number=" + b"A" * 1024 * 1024, "application/x-www-form-urlencoded"),
        (b"number=0K7Q1X4F7K2B&number=0K7Q1X4F7K2C", "application/x-www-form-urlencoded"),
        (b"number=\\ud800", "application/x-www-form-urlencoded; charset=unicode_escape"),
        (b"number=+2AA-", "application/x-www-form-urlencoded; charset=utf-7"),
        (b'{"number": "\\ud800"}', "application/json"),
        (b"not multipart at all", "multipart/form-data; boundary=x"),
        (
            b'--x\r\nContent-Disposition: form-data; name="number"\r\n\r\n\\ud800\r\n--x--\r\n',
            "multipart/form-data; boundary=x; charset=unicode_escape",
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="number"; filename="a"\r\n\r\nx\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
    ],
)
def test_no_input_breaks_the_page(browser: Any, sent: Notice, body: bytes, content_type: str) -> None:
    response = browser.generic("POST", "/notice/", body, content_type)

    assert 400 <= response.status_code < 500
    assert checks() == []


def test_who_asks_too_often_waits_and_keeps_what_was_typed(browser: Any, sent: Notice, settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "notice": (3, 900)}
    answers = [ask(browser, "0K7Q-1X4F-7K2C").status_code for _ in range(3)]

    response = ask(browser, "0K7Q-1X4F-7K2B")

    assert answers == [200, 200, 200]
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 900
    assert response.context["form"]["number"].value() == "0K7Q-1X4F-7K2B"
    assert b"Yes, we sent" not in response.content
    assert ask(browser, sent.number, REMOTE_ADDR="198.51.100.7").status_code == 200


def test_guesses_that_are_no_number_count_too(browser: Any, settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "notice": (3, 900)}

    answers = [ask(browser, "nonsense").status_code for _ in range(4)]

    assert answers == [400, 400, 400, 429]


def test_no_address_is_kept(browser: Any, sent: Notice) -> None:
    ask(browser, sent.number, REMOTE_ADDR="198.51.100.7")

    [counter] = Counter.objects.all()
    assert "198.51.100.7" not in (counter.key, counter.scope)
    assert b"198.51.100.7" not in b"".join(bytes(event.leaf) for event in AuditEvent.objects.all())


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_allowed(browser: Any, method: str) -> None:
    assert getattr(browser, method)("/notice/").status_code == 405


def test_numbers_are_hard_to_guess_and_easy_to_read() -> None:
    with transaction.atomic():
        numbers = [make_notice().number for _ in range(50)]

    assert len(set(numbers)) == 50
    assert all(
        len(number) == 12 and set(number) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for number in numbers
    )
    assert all(len(group(number)) == 14 for number in numbers)


def test_a_check_costs_few_queries(browser: Any, sent: Notice, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        ask(browser, sent.number)


def test_a_number_with_what_nobody_can_type_is_told_in_our_words(browser: Any) -> None:
    response = ask(browser, "0K7Q\x001X4F\x007K2B")

    assert response.status_code == 400
    assert response.context["form"].errors["number"] == [
        "A notice number has only letters and numbers, and never the letter U."
    ]
