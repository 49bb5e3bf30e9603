"""What may wait for a second member, and what whoever asks is told.

A reason is asked for, nothing waits twice, and who asks again is told of their own.
"""

from dataclasses import replace

import pytest
from django.utils import timezone

from accounts.models import Person
from audit.actions import Action
from messaging import channel, services
from messaging.errors import CannotBeReleased, DraftChanged, NoReasonToAsk, ThreadChanged
from messaging.models import ReleaseRequest
from messaging.services import sending
from tests.messaging.changing import new_message, other_address, sealed_for_another
from tests.messaging.plain_mail import SSN, shown
from tests.messaging.releasing import PERSONAL, REASON, ask
from tests.people import form_fields
from tests.recorded import times_recorded

State = ReleaseRequest.State


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


def test_who_never_heard_that_their_answer_waits_is_told_so_when_they_send_it_again(officer, open_way):
    browser, path = officer.signs_in(), open_way.thread.get_absolute_url()
    form, _page = shown(browser, open_way.thread, PERSONAL)
    typed_anew, _page = shown(browser, open_way.thread, PERSONAL)

    asked_for = [
        browser.post(path, {**each, "reason": reason, "action": "ask"})
        for each, reason in ((form, REASON), (form, REASON), (typed_anew, "They asked for it."))
    ]
    page = browser.get(asked_for[0]["Location"]).content.decode()

    request = ReleaseRequest.objects.get()
    assert [answer.status_code for answer in asked_for] == [302, 302, 302]
    assert {answer["Location"] for answer in asked_for} == {f"/releases/{request.public_id}/"}
    assert "Your answer is stored, and waits for a colleague" in page
    assert REASON in page
    assert times_recorded(Action.RELEASE_ASKED, subject=request.public_id) == [1]


@pytest.mark.parametrize("change", [new_message, other_address, sealed_for_another])
def test_an_answer_that_nobody_can_release_any_more_is_not_said_to_wait(officer, open_way, change):
    browser, path = officer.signs_in(), open_way.thread.get_absolute_url()
    ask(browser, open_way)
    change(open_way, officer)
    form, _page = shown(browser, open_way.thread, PERSONAL)

    answer = browser.post(path, {**form, "reason": REASON, "action": "ask"})

    assert answer.status_code == 409
    assert "Withdraw that one first" in answer.content.decode()


def test_the_same_words_of_a_colleague_are_another_answer(officer, long_standing, open_way):
    ask(officer.signs_in(), open_way)

    answer = ask(long_standing.signs_in(), open_way)

    assert answer.status_code == 409
    assert "Another answer in this conversation waits" in answer.content.decode()
    assert ReleaseRequest.objects.get().author_id == officer.person.public_id


def test_an_id_under_which_an_answer_waits_elsewhere_is_told_apart(officer, open_way, other_taxpayer):
    browser = officer.signs_in()
    ask(browser, open_way)
    other = other_taxpayer.thread
    Person.objects.filter(pk=other.taxpayer_id).update(
        notice_address="other@example.org", notice_address_confirmed_at=timezone.now()
    )
    form, _page = shown(browser, other, PERSONAL)
    posted = {**form, "message_id": str(ReleaseRequest.objects.get().message_id), "reason": REASON}

    answer = browser.post(other.get_absolute_url(), {**posted, "action": "ask"})

    assert answer.status_code == 409
    assert "already used to send another text" in answer.content.decode()
    assert PERSONAL in answer.content.decode()
    assert ReleaseRequest.objects.count() == 1


def test_two_answers_of_one_thread_do_not_wait_at_once(officer, long_standing, open_way):
    browser = officer.signs_in()
    ask(browser, open_way)

    answer = ask(browser, open_way, "You were born in 1971.")

    assert answer.status_code == 409
    assert "Withdraw that one first" in answer.content.decode()
    assert ReleaseRequest.objects.count() == 1
