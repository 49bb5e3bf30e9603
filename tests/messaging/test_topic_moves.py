"""A topic goes to another unit only when a holder of the key of the unit that loses it agrees."""

import re
from typing import Any

import pytest

from accounts.models import Membership, Role, Unit
from accounts.services import access, found_unit
from audit.models import AuditEvent
from keys.models import Grant
from messaging.models import Topic, TopicMove
from tests.messaging.test_topic_pages import changed, page_of
from tests.people import Browser, Staff, make_member, write_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(administrator: Staff) -> Browser:
    """The administrator, signed in."""
    return administrator.signs_in()


@pytest.fixture
def other(officer_of_another_unit: Staff) -> Unit:
    """The unit "Child Support", whose key two people hold."""
    unit = Unit.objects.get(name="Child Support")
    make_member(Role.OFFICER, "second@example.org", unit=unit, granter=officer_of_another_unit)
    return unit


@pytest.fixture
def move(desk: Browser, topic: Topic, other: Unit) -> TopicMove:
    """That the topic shall go to "Child Support", as the administrator proposed on its page."""
    assert propose(desk, topic, other).status_code == 302
    return TopicMove.objects.get()


def propose(desk: Browser, topic: Topic, unit: Unit) -> Any:
    return desk.post(page_of(topic), changed(topic, unit=unit.public_id))


def decide(browser: Browser, move: TopicMove, action: str = "agree") -> Any:
    return browser.post(f"/topic-moves/{move.public_id}/", {"action": action})


def unit_of(topic: Topic) -> Unit:
    return Topic.objects.get(pk=topic.pk).unit


def actions_about(topic: Topic) -> list[str]:
    events = AuditEvent.objects.filter(subject=topic.public_id, action__contains="topic_move")
    return list(events.order_by("pk").values_list("action", flat=True))


def test_until_the_unit_agrees_everything_written_goes_to_it(
    desk: Browser, topic: Topic, unit: Unit, move: TopicMove, officer: Staff
):
    page = desk.get(page_of(topic)).content.decode()

    after = write_comment(topic).thread

    assert unit_of(topic) == after.unit == unit
    assert "Waits for a member of Income Tax" in page
    assert "Was asked to give it to Child Support" in desk.get("/administration/topics/").content.decode()
    assert not AuditEvent.objects.filter(action="messaging.topic.moved").exists()
    assert officer.signs_in().get(after.get_absolute_url()).status_code == 200


def test_a_member_agrees_and_what_is_written_from_then_on_goes_there_alone(
    topic: Topic, unit: Unit, other: Unit, move: TopicMove, officer: Staff, officer_of_another_unit: Staff
):
    before = write_comment(topic).thread
    browser = officer.signs_in()
    mailbox = browser.get("/mailbox/").content.decode()
    asked = browser.get("/topic-moves/").content.decode()

    agreed = decide(browser, move)

    after = write_comment(topic).thread
    assert "An administrator wants another unit to answer" in mailbox
    assert "Give it to Child Support" in asked
    assert "The topic has moved" in browser.get(agreed["Location"]).content.decode()
    assert (before.unit, after.unit) == (unit, other)
    assert browser.get(before.get_absolute_url()).status_code == 200
    assert browser.get(after.get_absolute_url()).status_code == 404
    there = officer_of_another_unit.signs_in()
    assert there.get(after.get_absolute_url()).status_code == 200
    assert there.get(before.get_absolute_url()).status_code == 404
    assert actions_about(topic) == ["messaging.topic_move.proposed", "messaging.topic_move.ended"]
    moved = AuditEvent.objects.get(action="messaging.topic.moved")
    assert moved.actor == officer.person.public_id
    assert "An administrator wants" not in browser.get("/mailbox/").content.decode()


def test_a_member_keeps_it(desk: Browser, topic: Topic, unit: Unit, move: TopicMove, officer: Staff):
    browser = officer.signs_in()

    kept = decide(browser, move, "refuse")

    assert "The topic stays with your unit" in browser.get(kept["Location"]).content.decode()
    assert unit_of(topic) == unit
    assert TopicMove.objects.get().outcome == "refused"
    assert "Waits for a member" not in desk.get(page_of(topic)).content.decode()


def test_an_administrator_takes_it_back(desk: Browser, topic: Topic, move: TopicMove, officer: Staff):
    path = f"{page_of(topic)}stay/"

    taken_back = [desk.post(path).status_code for _ in range(2)]

    assert taken_back == [302, 302]
    assert TopicMove.objects.get().outcome == "withdrawn"
    assert decide(officer.signs_in(), move).status_code == 404


def test_proposing_the_same_again_waits_on_and_another_unit_takes_its_place(
    desk: Browser, topic: Topic, other: Unit, move: TopicMove
):
    founder = make_member(Role.OFFICER, "third-founder@example.org")
    third = _unit_of(founder, "Levies")

    propose(desk, topic, other)
    propose(desk, topic, third)

    assert [each.outcome for each in TopicMove.objects.order_by("pk")] == ["withdrawn", ""]
    assert TopicMove.objects.get(ended_at=None).unit == third


def _unit_of(founder: Staff, name: str) -> Unit:
    unit = found_unit(founder=founder.unlocked, name=name)
    make_member(Role.OFFICER, "third-second@example.org", unit=unit, granter=founder)
    return unit


@pytest.mark.parametrize("who", ["administrator", "auditor", "officer_of_another_unit"])
def test_nobody_outside_the_unit_decides_not_even_who_gains(request: Any, move: TopicMove, who: str):
    browser = request.getfixturevalue(who).signs_in()

    assert decide(browser, move).status_code == 404
    assert TopicMove.objects.get().ended_at is None


def test_a_membership_without_the_key_decides_nothing(topic: Topic, unit: Unit, move: TopicMove):
    intruder = make_member(Role.OFFICER, "intruder@example.org")
    Membership.objects.create(person=intruder.person, unit=unit)

    answers = [decide(intruder.signs_in(), move, action) for action in ("agree", "refuse")]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert "You do not hold this unit&#x27;s key" in answers[0].content.decode()
    assert unit_of(topic) == unit


def test_what_a_disabled_administrator_proposed_waits_for_nobody(
    administrator: Staff, officer: Staff, move: TopicMove
):
    second = make_member(Role.ADMINISTRATOR, "second-administrator@example.org")

    access.disable(actor=second.person, person=administrator.person)

    browser = officer.signs_in()
    assert decide(browser, move).status_code == 404
    assert "Nobody wants to move a topic" in browser.get("/topic-moves/").content.decode()


def test_the_gaining_unit_is_looked_at_again_when_the_other_agrees(
    topic: Topic, unit: Unit, other: Unit, move: TopicMove, officer: Staff
):
    Grant.objects.filter(person=Membership.objects.filter(unit=other).latest("pk").person.public_id).delete()

    refused = decide(officer.signs_in(), move)

    assert refused.status_code == 409
    assert "two people who hold its key" in refused.content.decode()
    assert unit_of(topic) == unit


def test_a_unit_that_nobody_can_open_is_not_asked(
    desk: Browser, topic: Topic, unit: Unit, other: Unit, officer: Staff
):
    Grant.objects.filter(person=officer.person.public_id).delete()

    propose(desk, topic, other)

    assert unit_of(topic) == other
    assert not TopicMove.objects.exists()
    assert AuditEvent.objects.filter(action="messaging.topic.moved").count() == 1


@pytest.mark.parametrize("action", ["", "perhaps"])
def test_what_is_neither_yes_nor_no_decides_nothing(officer: Staff, move: TopicMove, action: str):
    response = decide(officer.signs_in(), move, action)

    assert response.status_code == 400
    assert TopicMove.objects.get().ended_at is None


def test_a_move_that_is_decided_is_not_decided_twice(officer: Staff, colleague: Staff, move: TopicMove):
    first, second = officer.signs_in(), colleague.signs_in()
    both = [decide(first, move, "refuse"), decide(second, move, "agree")]

    assert [answer.status_code for answer in both] == [302, 404]
    assert re.search("refused", TopicMove.objects.get().outcome)
