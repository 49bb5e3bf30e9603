"""What waits for a second member does not leave when anything changed, and little may wait at all."""

from dataclasses import replace

import pytest
from django.utils import timezone

from accounts.models import Person, Role
from accounts.services import notice_addresses, set_plain_email
from audit.actions import Action
from audit.models import AuditEvent
from messaging import channel, services
from messaging.errors import CannotBeReleased, DraftChanged, MessagingError, NoReasonToAsk, ThreadChanged
from messaging.models import Message, ReleaseRequest
from messaging.services import sending
from notices.models import WaitingText
from tests.messaging.plain_mail import SSN, is_plain, said_in, shown
from tests.messaging.releasing import CONSENT, PERSONAL, REASON, ask, asked, press
from tests.people import Staff, Visitor, form_fields, make_member, send_text, write_comment
from tests.recorded import times_recorded

State = ReleaseRequest.State


# What changed since it was asked


def new_message(visitor: Visitor, _officer: Staff) -> None:
    send_text(visitor.opens_with_code(), visitor.thread, "One more thing.")


def own_answer(visitor: Visitor, officer: Staff) -> None:
    send_text(officer.signs_in(), visitor.thread, "Please come in.")


def not_allowed(visitor: Visitor, _officer: Staff) -> None:
    set_plain_email(actor=None, unit=visitor.thread.unit, is_allowed=False)


def taken_back(visitor: Visitor, _officer: Staff) -> None:
    notice_addresses.withdraw(person=visitor.person)


def other_address(visitor: Visitor, _officer: Staff) -> None:
    Person.objects.filter(pk=visitor.person.pk).update(notice_address="somebody.else@example.org")


def sealed_for_another(visitor: Visitor, officer: Staff) -> None:
    """Put the sealed words of another request into this one's row."""
    first = ReleaseRequest.objects.get()
    thread = write_comment(visitor.thread.topic, email="other@example.org").thread
    Person.objects.filter(pk=thread.taxpayer_id).update(notice_address_confirmed_at=timezone.now())
    form, _page = shown(officer.signs_in(), thread, "You were born in 1971.")
    officer.signs_in().post(thread.get_absolute_url(), {**form, "reason": "x", "action": "ask"})
    other = ReleaseRequest.objects.latest("pk")
    ReleaseRequest.objects.filter(pk=first.pk).update(sealed=bytes(other.sealed))


@pytest.mark.parametrize(
    "change", [new_message, own_answer, not_allowed, taken_back, other_address, sealed_for_another]
)
def test_nothing_leaves_when_anything_changed_since_it_was_asked(
    officer, long_standing, open_way, mail_server, worker, change
):
    request = asked(officer, open_way)
    change(open_way, officer)

    page = long_standing.signs_in().get(f"/releases/{request.public_id}/").content.decode()
    answer = press(long_standing, request, "release")
    worker()

    assert 'value="release"' not in page
    assert answer.status_code == 409
    assert not any(is_plain(mail) for mail in mail_server.mails)
    assert all("born in 1970" not in said_in(mail) for mail in mail_server.mails)


@pytest.mark.parametrize("change", [not_allowed, taken_back, other_address])
def test_what_changed_after_the_release_keeps_it_from_leaving(
    officer, long_standing, open_way, mail_server, worker, change
):
    request = asked(officer, open_way)
    press(long_standing, request, "release")

    change(open_way, officer)
    worker()

    assert not any(is_plain(mail) for mail in mail_server.mails)
    assert not WaitingText.objects.exists()


def test_a_release_that_is_taken_out_of_the_table_keeps_the_answer_from_leaving(
    officer, long_standing, open_way, mail_server, worker
):
    request = asked(officer, open_way)
    press(long_standing, request, "release")

    ReleaseRequest.objects.all().delete()
    worker()

    assert not any(is_plain(mail) for mail in mail_server.mails)


def test_a_release_lends_itself_to_no_other_answer(officer, long_standing, open_way, mail_server, worker):
    request = asked(officer, open_way)
    press(long_standing, request, "release")
    worker()
    browser = officer.signs_in()
    form, page = shown(browser, open_way.thread, PERSONAL)

    browser.post(open_way.thread.get_absolute_url(), {**form, "action": "plain"})
    browser.post(
        open_way.thread.get_absolute_url(),
        {**form, "action": "plain", "message_id": str(request.message_id), "release": str(request.public_id)},
    )
    worker()

    assert 'value="plain"' not in page
    assert sum(map(is_plain, mail_server.mails)) == 1


def test_a_release_is_given_once_however_often_it_is_pressed(
    officer, long_standing, open_way, mail_server, worker
):
    request = asked(officer, open_way)

    answers = [press(long_standing, request, "release") for _ in range(2)]
    worker()

    # Whoever never heard that they did is told so when they press again.
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert sum(map(is_plain, mail_server.mails)) == 1
    assert Message.objects.filter(public_id=request.message_id).count() == 1
    assert times_recorded(Action.RELEASE_GIVEN, subject=request.public_id) == [1]


@pytest.mark.parametrize("action", ["release", "refuse"])
def test_whoever_comes_too_late_is_not_told_that_nothing_was_sent(
    officer, long_standing, open_way, unit, action
):
    request = asked(officer, open_way)
    late = make_member(Role.OFFICER, "third-officer@example.org", unit=unit, granter=long_standing)
    press(long_standing, request, "release")

    answer = press(late, request, action)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Nothing was sent" not in page
    assert "Released" in page
    assert Message.objects.get(public_id=request.message_id).sender_id == long_standing.person.public_id


# What may be asked for


@pytest.mark.parametrize(
    "text", [f"Your number is {SSN}.", "Your refund of $512 was sent.", "Please come in on Monday."]
)
def test_restricted_and_clean_words_are_not_offered_for_release(officer, long_standing, open_way, text):
    browser = officer.signs_in()
    _form, page = shown(browser, open_way.thread, text)

    answer = ask(browser, open_way, text)

    assert 'value="ask"' not in page
    assert answer.status_code == 200
    assert not ReleaseRequest.objects.exists()


def test_no_words_that_changed_after_the_check_are_asked_for(officer, long_standing, open_way):
    browser = officer.signs_in()
    form, _page = shown(browser, open_way.thread, PERSONAL)

    browser.post(
        open_way.thread.get_absolute_url(),
        {**form, "text": f"{PERSONAL} And {SSN}.", "reason": REASON, "action": "ask"},
    )
    browser.post(
        open_way.thread.get_absolute_url(),
        {**form, "text": f"{PERSONAL} And more.", "reason": REASON, "action": "ask"},
    )

    assert not ReleaseRequest.objects.exists()


def test_a_service_is_not_talked_into_waiting_for_what_may_not_leave(officer, long_standing, open_way):
    words = sending.Words(message_id=open_way.thread.public_id, subject="My refund", text=f"It is {SSN}.")
    decision = channel.decide(words.document(), latest_sequence=1, thread=open_way.thread)

    with pytest.raises(CannotBeReleased):
        services.ask_release(
            officer=officer.unlocked, thread=open_way.thread, words=words, decision=decision, reason=REASON
        )


def test_a_service_lets_nothing_wait_that_was_decided_of_other_words_or_in_another_state(
    officer, long_standing, open_way
):
    words = sending.Words(message_id=open_way.thread.public_id, subject="My refund", text=PERSONAL)
    decision = channel.decide(words.document(), latest_sequence=1, thread=open_way.thread)
    asking = {"officer": officer.unlocked, "thread": open_way.thread, "reason": REASON}
    others = replace(words, text=f"{PERSONAL} It is {SSN}.")

    with pytest.raises(DraftChanged):
        services.ask_release(**asking, words=others, decision=decision)
    with pytest.raises(ThreadChanged):
        services.ask_release(**asking, words=words, decision=replace(decision, latest_sequence=2))

    assert not ReleaseRequest.objects.exists()


@pytest.mark.parametrize("reason", ["", "  ", "\u200b", "x" * 301], ids=ascii)
def test_a_reason_is_asked_for_and_what_was_typed_stays(officer, open_way, reason):
    answer = ask(officer.signs_in(), open_way, reason=reason)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'id="id_reason_error"' in page
    assert ("Say why, so that your colleague can decide." in page) is (len(reason) <= 300)
    assert (PERSONAL in page, reason.strip() in page) == (True, True)
    assert not ReleaseRequest.objects.exists()


def test_a_reason_stays_while_the_text_beside_it_is_refused_or_may_not_be_released(officer, open_way):
    browser = officer.signs_in()
    form, _page = shown(browser, open_way.thread, PERSONAL)
    new_message(open_way, officer)

    refused = browser.post(open_way.thread.get_absolute_url(), {**form, "reason": REASON, "action": "ask"})
    kept = form_fields(refused.content.decode())
    clean, _page = shown(browser, open_way.thread, "Please come in.", **kept)
    _form, offered = shown(browser, open_way.thread, PERSONAL, reason=clean["reason"])

    assert refused.status_code == 409
    assert (kept["reason"], clean["reason"]) == (REASON, REASON)
    assert f'value="{REASON}"' in offered
    assert 'value="ask"' in offered


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_service_lets_nothing_wait_without_a_reason_either(officer, open_way, reason):
    words = sending.Words(message_id=open_way.thread.public_id, subject="My refund", text=PERSONAL)
    decision = channel.decide(words.document(), latest_sequence=1, thread=open_way.thread)
    asking = {"officer": officer.unlocked, "thread": open_way.thread, "words": words, "decision": decision}

    with pytest.raises(NoReasonToAsk):
        services.ask_release(**asking, reason=reason)

    assert not ReleaseRequest.objects.exists()
    assert services.ask_release(**asking, reason=REASON).state == State.PENDING


def test_two_answers_of_one_thread_do_not_wait_at_once(officer, long_standing, open_way):
    browser = officer.signs_in()
    ask(browser, open_way)

    answer = ask(browser, open_way, "You were born in 1971.")

    assert answer.status_code == 409
    assert "Withdraw that one first" in answer.content.decode()
    assert ReleaseRequest.objects.count() == 1


def test_a_screening_that_fails_when_it_is_released_sends_nothing(
    officer, long_standing, open_way, mail_server, worker, settings
):
    request = asked(officer, open_way)
    settings.SCREENING_SECONDS = 0.0

    with pytest.raises(CannotBeReleased):
        services.release(releaser=long_standing.unlocked, request=request, reason=CONSENT)
    worker()

    [failure] = AuditEvent.objects.filter(action="messaging.screening.failed")
    assert not any(map(is_plain, mail_server.mails))
    assert ReleaseRequest.objects.get().state == State.PENDING
    assert failure.subject == open_way.thread.unit.public_id


def test_a_thread_that_went_on_refuses_by_name(officer, long_standing, open_way):
    request = asked(officer, open_way)
    new_message(open_way, officer)

    with pytest.raises(ThreadChanged):
        services.release(releaser=long_standing.unlocked, request=request, reason=CONSENT)


def test_who_left_the_unit_releases_nothing(officer, long_standing, open_way, unit):
    request = asked(officer, open_way)
    long_standing.person.memberships.all().delete()

    with pytest.raises(MessagingError):
        services.release(releaser=long_standing.unlocked, request=request, reason=CONSENT)
