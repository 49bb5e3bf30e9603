"""The administrator's pages of topics: words, order and unit, and never a unit that cannot read."""

from typing import Any

import pytest

from accounts.models import Role, Unit
from accounts.services import memberships
from audit.actions import Action
from audit.models import AuditEvent
from messaging.errors import MayNotManage
from messaging.models import Topic, TopicMove
from messaging.services import change_topic, offer_topic
from tests.people import Browser, Staff, make_member, write_comment
from tests.recorded import times_recorded

pytestmark = pytest.mark.django_db

WORDS = {"name": "Bills", "description": "About a bill from us."}


@pytest.fixture
def desk(administrator: Staff) -> Browser:
    """The administrator, signed in."""
    return administrator.signs_in()


@pytest.fixture
def keyless(administrator: Staff) -> Unit:
    """A unit whose first member has not made its key yet."""
    make_member(Role.OFFICER, "founder@example.org")
    return memberships.name_unit(
        actor=administrator.person, name="New Unit", founder_email="founder@example.org"
    )


def page_of(topic: Topic) -> str:
    return f"/administration/topics/{topic.public_id}/"


def changed(topic: Topic, **other: Any) -> dict[str, str]:
    form = {
        "name": topic.name,
        "description": topic.description,
        "unit": topic.unit.public_id,
        "position": topic.position,
        **other,
    }
    return {name: str(value) for name, value in form.items()}


def agree(officer: Staff) -> None:
    """Let the unit that loses a topic agree to what the administrator proposed."""
    path = f"/topic-moves/{TopicMove.objects.get(ended_at=None).public_id}/"
    assert officer.signs_in().post(path, {"action": "agree"}).status_code == 302


def test_an_added_topic_is_on_the_form_and_its_comments_reach_the_unit(
    desk: Browser, officer: Staff, unit: Unit
):
    added = desk.post("/administration/topics/new/", {**WORDS, "unit": str(unit.public_id)})

    assert added.status_code == 302
    assert "About a bill from us." in Browser().get("/comment/").content.decode()
    visitor = write_comment(Topic.objects.get())
    assert officer.signs_in().get(visitor.thread.get_absolute_url()).status_code == 200
    assert AuditEvent.objects.filter(action="messaging.topic.added").count() == 1


def test_a_topic_is_changed_and_moved(
    desk: Browser, topic: Topic, taxpayer, officer_of_another_unit: Staff, officer: Staff
):
    other = Unit.objects.get(name="Child Support")
    make_member(Role.OFFICER, "second@example.org", unit=other, granter=officer_of_another_unit)
    before = taxpayer.thread

    form = changed(topic, name="Support", unit=other.public_id, position=7)
    assert desk.post(page_of(topic), form).status_code == 302

    agree(officer)
    topic.refresh_from_db()
    assert (topic.name, topic.unit, topic.position) == ("Support", other, 7)
    assert times_recorded(Action.TOPIC_CHANGED, subject=topic.public_id) == [1]
    assert officer.signs_in().get(before.get_absolute_url()).status_code == 200
    after = write_comment(topic).thread
    assert officer_of_another_unit.signs_in().get(after.get_absolute_url()).status_code == 200
    assert officer.signs_in().get(after.get_absolute_url()).status_code == 404


def test_a_move_alerts_whoever_reads_the_status_page(
    desk: Browser, auditor: Staff, topic: Topic, unit: Unit, officer_of_another_unit: Staff, officer: Staff
):
    other = Unit.objects.get(name="Child Support")
    make_member(Role.OFFICER, "second@example.org", unit=other, granter=officer_of_another_unit)

    desk.post(page_of(topic), changed(topic, name="Support"))
    assert not AuditEvent.objects.filter(action="messaging.topic.moved").exists()
    desk.post(page_of(topic), changed(topic, unit=other.public_id))
    agree(officer)

    event = AuditEvent.objects.get(action="messaging.topic.moved")
    assert event.subject == topic.public_id
    leaf = bytes(event.leaf).decode()
    assert f'"from":"{unit.public_id}"' in leaf
    assert f'"to":"{other.public_id}"' in leaf
    for reader in (desk, auditor.signs_in()):
        assert "Topic moved to another unit" in reader.get("/status/").content.decode()


def test_a_topic_moves_to_no_unit_whose_key_one_person_holds(
    desk: Browser, topic: Topic, unit: Unit, officer_of_another_unit: Staff
):
    other = Unit.objects.get(name="Child Support")

    moved = desk.post(page_of(topic), changed(topic, unit=other.public_id))
    added = desk.post("/administration/topics/new/", {**WORDS, "unit": str(other.public_id)})
    renamed = desk.post(page_of(topic), changed(topic, name="Support"))

    assert moved.status_code == 409
    assert "This unit needs two people who hold its key first." in moved.content.decode()
    topic.refresh_from_db()
    assert (topic.unit, topic.name) == (unit, "Support")
    assert added.status_code == renamed.status_code == 302


def test_the_page_shows_what_a_topic_says_now(desk: Browser, topic: Topic):
    page = desk.get(page_of(topic)).content.decode()

    assert f'value="{topic.name}"' in page
    assert f'value="{topic.unit.public_id}" selected' in page
    assert topic.name in desk.get("/administration/topics/").content.decode()


def test_a_unit_without_a_key_gets_no_topic(desk: Browser, topic: Topic, keyless: Unit):
    added = desk.post("/administration/topics/new/", {**WORDS, "unit": str(keyless.public_id)})
    moved = desk.post(page_of(topic), changed(topic, unit=keyless.public_id))

    for response in (added, moved):
        assert response.status_code == 409
        assert "This unit has no key yet" in response.content.decode()
    assert "About a bill from us." in added.content.decode()
    topic.refresh_from_db()
    assert topic.unit.name == "Income Tax"
    assert Topic.objects.count() == 1


def test_a_name_that_another_topic_has_is_told(desk: Browser, topic: Topic, unit: Unit):
    other = Topic.objects.create(name="Bills", description="Bills", unit=unit, position=1)

    added = desk.post("/administration/topics/new/", {**WORDS, "unit": str(unit.public_id)})
    renamed = desk.post(page_of(other), changed(other, name=topic.name))

    for response in (added, renamed):
        assert response.status_code == 409
        assert "There is a topic of this name already" in response.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"description": ""},
        {"description": "x" * 201},
        {"unit": ""},
        {"unit": "nobody"},
        {"unit": "00000000-0000-0000-0000-000000000000"},
        {"position": ""},
        {"position": "-1"},
        {"position": "1000"},
        {"position": "first"},
        {"position": ["1", "2"]},
    ],
)
def test_a_bad_change_is_told_and_changes_nothing(desk: Browser, topic: Topic, wrong: dict[str, Any]):
    response = desk.post(page_of(topic), {**changed(topic), **wrong})

    assert response.status_code == 400
    assert "There is a problem" in response.content.decode()
    assert Topic.objects.get().name == "Refunds"


@pytest.mark.parametrize("who", ["officer", "supervisor", "auditor"])
def test_nobody_else_manages_topics(request: Any, who: str, topic: Topic):
    staff: Staff = request.getfixturevalue(who)
    words: dict[str, Any] = {"name": "Bills", "description": "Bills", "unit": topic.unit}

    with pytest.raises(MayNotManage):
        offer_topic(actor=staff.person, **words)
    with pytest.raises(MayNotManage):
        change_topic(actor=staff.person, topic=topic, position=0, **words)


def test_a_topic_takes_mail_at_an_address_of_its_own(desk: Browser, topic: Topic):
    saved = desk.post(page_of(topic), changed(topic, mail_address="Refunds@Mail.Example.gov"))

    topic.refresh_from_db()
    assert saved.status_code == 302
    assert topic.mail_address == "refunds@mail.example.gov"
    assert "refunds@mail.example.gov" in desk.get(page_of(topic)).content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [("bills@mail.example.gov", 409), ("no-reply@localhost.example", 409), ("no address", 400)],
)
def test_an_address_that_is_taken_or_ours_or_none_is_refused_and_kept_on_the_page(
    desk: Browser, topic: Topic, unit: Unit, settings: Any, address: str, status: int
):
    settings.DEFAULT_FROM_EMAIL = "Agency <no-reply@localhost.example>"
    Topic.objects.create(**WORDS, unit=unit, mail_address="bills@mail.example.gov")

    refused = desk.post(page_of(topic), changed(topic, mail_address=address))

    topic.refresh_from_db()
    assert refused.status_code == status
    assert address in refused.content.decode()
    assert topic.mail_address == ""
