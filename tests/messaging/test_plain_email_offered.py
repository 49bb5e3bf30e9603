"""Plain e-mail is offered for clean words, where unit and person allow it, and never before a check."""

import pytest
from django.utils import timezone

from accounts.models import Person
from audit.models import AuditEvent
from screening import screen
from tests.messaging.plain_mail import (
    CLEAN,
    CLOSED_WAYS,
    SENSITIVE,
    SSN,
    is_plain,
    leaf_of,
    said_in,
    send_plainly,
    shown,
)
from tests.people import answer_fields, send_text, write_comment


def test_a_clean_answer_to_a_confirmed_address_may_go_by_plain_email(officer, open_way, mail_server, worker):
    browser = officer.signs_in()

    response = send_plainly(browser, open_way.thread)
    worker()

    assert response.status_code == 302
    [mail] = mail_server.mails
    assert mail["To"] == "visitor@example.org"
    assert CLEAN in said_in(mail)


def test_it_is_a_second_choice_that_says_what_it_means_and_stands_behind_the_first(officer, open_way):
    _form, page = shown(officer.signs_in(), open_way.thread, CLEAN)

    assert page.index('value="send"') < page.index('value="plain"')
    assert "Anyone on the way can read e-mail." in page
    assert "v***@example.org" in page
    assert "This will be sent: through the portal" in page


def test_nothing_is_offered_before_a_text_was_looked_at(officer, open_way):
    assert 'value="plain"' not in officer.signs_in().get(open_way.thread.get_absolute_url()).content.decode()


def test_a_page_that_asks_while_somebody_writes_is_told_too(officer, open_way):
    browser, path = officer.signs_in(), f"{open_way.thread.get_absolute_url()}check/"
    fields = answer_fields(browser, open_way.thread)

    clean = browser.post(path, {**fields, "text": CLEAN}).content
    sensitive = browser.post(path, {**fields, "text": SENSITIVE}).content

    assert b'value="plain"' in clean
    assert b'value="plain"' not in sensitive


@pytest.mark.parametrize("close", CLOSED_WAYS)
def test_nothing_is_offered_when_one_condition_is_missing(officer, open_way, close):
    close(open_way)

    _form, page = shown(officer.signs_in(), open_way.thread, CLEAN)

    assert 'value="plain"' not in page


NOT_CLEAN: dict[str, dict[str, str]] = {
    "restricted": {"text": SENSITIVE},
    "personal": {"text": "You were born in 1970."},
    "quoted": {"text": CLEAN, "quoted": "When does it come?"},
}


def test_the_words_that_are_not_clean_are_so_in_different_ways():
    strengths = {name: screen(words["text"]).strength for name, words in NOT_CLEAN.items()}

    assert strengths == {"restricted": "restricted", "personal": "personal", "quoted": "clean"}


@pytest.mark.parametrize("words", NOT_CLEAN.values(), ids=NOT_CLEAN.keys())
def test_restricted_and_personal_and_quoted_words_go_through_the_portal(
    officer, open_way, mail_server, worker, words
):
    browser, thread = officer.signs_in(), open_way.thread
    form, page = shown(browser, thread, **words)

    refused = browser.post(thread.get_absolute_url(), {**form, "action": "plain"})
    sent = browser.post(thread.get_absolute_url(), {**form, "action": "send"})
    worker()

    assert 'value="plain"' not in page
    assert refused.status_code == 200
    assert "This may not go by plain e-mail" in refused.content.decode()
    assert sent.status_code == 302
    assert not any(is_plain(mail) for mail in mail_server.mails)
    assert words["text"] not in "".join(map(said_in, mail_server.mails))


def test_what_is_sensitive_in_the_subject_alone_closes_the_way(
    officer, unit, topic, open_way, mail_server, worker
):
    visitor = write_comment(topic, subject=f"My number is {SSN}", email="visitor@example.org")
    Person.objects.filter(pk=visitor.person.pk).update(notice_address_confirmed_at=timezone.now())
    browser = officer.signs_in()
    form, page = shown(browser, visitor.thread, CLEAN)

    browser.post(visitor.thread.get_absolute_url(), {**form, "action": "plain"})
    browser.post(visitor.thread.get_absolute_url(), {**form, "action": "send"})
    worker()

    assert 'value="plain"' not in page
    assert mail_server.mails
    assert all(SSN not in said_in(mail) and not is_plain(mail) for mail in mail_server.mails)


def test_what_is_said_of_the_threads_person_by_a_name_of_theirs_closes_the_way(
    officer, topic, open_way, mail_server, worker, caplog
):
    visitor = write_comment(topic, name="Amparo Muestra", email="visitor@example.org")
    Person.objects.filter(pk=visitor.person.pk).update(notice_address_confirmed_at=timezone.now())
    text = "Muestra has wages of $400."
    browser = officer.signs_in()
    form, page = shown(browser, visitor.thread, text)

    browser.post(visitor.thread.get_absolute_url(), {**form, "action": "plain"})
    worker()
    _form, page_of_another = shown(browser, open_way.thread, text)

    assert 'value="plain"' not in page
    assert 'value="plain"' in page_of_another
    assert not any(is_plain(mail) for mail in mail_server.mails)
    assert "Muestra" not in caplog.text
    assert all(b"Muestra" not in bytes(leaf) for leaf in AuditEvent.objects.values_list("leaf", flat=True))


def test_what_is_sensitive_in_the_address_alone_closes_the_way(officer, open_way):
    Person.objects.filter(pk=open_way.person.pk).update(notice_address=f"ssn.{SSN}@example.org")

    _form, page = shown(officer.signs_in(), open_way.thread, CLEAN)

    assert 'value="plain"' not in page


def test_a_screening_that_runs_out_of_time_means_the_portal(officer, open_way, settings, mail_server, worker):
    settings.SCREENING_SECONDS = 0.0

    send_plainly(officer.signs_in(), open_way.thread)
    worker()

    assert not mail_server.mails
    assert open_way.thread.messages.count() == 1


def test_a_screening_that_cannot_even_begin_means_the_portal(
    officer, open_way, settings, mail_server, worker
):
    # Whatever it asks for first is not there, as after an update that was not finished.
    del settings.SCREENING_SECONDS

    browser = officer.signs_in()
    send_plainly(browser, open_way.thread)
    assert send_text(browser, open_way.thread, CLEAN).status_code == 302
    worker()

    assert [is_plain(mail) for mail in mail_server.mails] == [False]
    assert b'"failed":1' in leaf_of("messaging.channel.decided")
