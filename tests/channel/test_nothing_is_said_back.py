"""Nothing that somebody wrote comes back by e-mail, and a check tells nobody anything but its own words."""

import pytest

from audit.models import AuditEvent
from messaging.models import Draft, FalseAlarm
from tests.messaging.plain_mail import SSN, said_in
from tests.people import Browser, answer_fields, ask_for_account, form_fields, send_text, write_comment

CANARY = "Zanzibar-77 lighthouse"


def test_what_the_public_writes_is_quoted_in_no_mail(officer, topic, mail_server, worker):
    visitor = write_comment(
        topic,
        subject=f"{CANARY} subject",
        text=f"{CANARY} text, my number is {SSN}",
        name=f"{CANARY} name",
        email="visitor@example.org",
    )
    worker()
    after_comment = len(mail_server.mails)

    ask_for_account(visitor, "visitor@example.org")
    send_text(officer.signs_in(), visitor.thread, f"{CANARY} answer")
    send_text(visitor.opens_with_code(), visitor.thread, f"{CANARY} reply")
    worker()

    assert after_comment == 0
    assert mail_server.mails
    for mail in mail_server.mails:
        assert "Zanzibar" not in said_in(mail)
        assert SSN not in said_in(mail)


def test_a_check_stores_logs_and_mails_nothing_of_its_words(officer, thread, mail_server, worker, capsys):
    browser = officer.signs_in()
    fields = {**answer_fields(browser, thread), "text": f"{CANARY} {SSN}"}
    capsys.readouterr()

    answer = browser.post(f"{thread.get_absolute_url()}check/", fields)

    worker()
    after_check = list(mail_server.mails)
    stored = thread.messages.count()
    sent = browser.post(
        thread.get_absolute_url(), {**fields, **form_fields(answer.content.decode()), "action": "send"}
    )
    worker()

    said = "".join(capsys.readouterr())
    assert answer.status_code == 200
    assert (after_check, stored) == ([], 1)
    assert sent.status_code == 302
    [notice] = mail_server.mails
    assert not any(words in said_in(notice) for words in ("Zanzibar", SSN))
    assert "no-store" in answer["Cache-Control"]
    assert "Zanzibar" not in said
    assert SSN not in said
    assert not Draft.objects.exists()
    assert not FalseAlarm.objects.exists()
    assert all(b"Zanzibar" not in bytes(event.leaf) for event in AuditEvent.objects.all())


@pytest.mark.parametrize("who", ["taxpayer", "other_taxpayer", "officer_of_another_unit", "auditor"])
def test_nobody_but_those_who_answer_has_anything_checked(request, who, officer, thread):
    fields = {**answer_fields(officer.signs_in(), thread), "text": SSN}
    somebody = request.getfixturevalue(who)
    browser = somebody.signs_in() if hasattr(somebody, "signs_in") else somebody.opens_with_code()

    answer = browser.post(f"{thread.get_absolute_url()}check/", fields)

    assert answer.status_code == 404
    assert SSN not in answer.content.decode()


def test_a_stranger_has_nothing_checked(thread):
    answer = Browser().post(f"{thread.get_absolute_url()}check/", {"text": SSN})

    assert answer.status_code in (302, 403)
    assert "mark" not in answer.content.decode()
