"""A unit makes screening stricter for its own answers, on a page of administrators; never milder."""

import re

import pytest

from accounts.errors import NotPermitted
from accounts.models import Unit
from accounts.services import set_screening_floors
from audit.models import AuditEvent
from screening.policy import DOUBTFUL_KEY, NOTHING_FOUND_KEY, RAISABLE
from tests.messaging.plain_mail import CLEAN, is_plain, said_in, send_plainly, shown
from tests.messaging.releasing import PERSONAL, asked, press

TELEPHONE = "Please call 617-555-0123 on Monday."


def page_of(unit: Unit) -> str:
    return f"/units/{unit.public_id}/screening/"


def test_an_administrator_chooses_what_the_answers_of_a_unit_never_hold(
    administrator, officer, open_way, unit
):
    browser = administrator.signs_in()
    before = shown(officer.signs_in(), open_way.thread, TELEPHONE)[1]

    answer = browser.post(page_of(unit), {"telephone": "restricted", "age": ""})
    page = browser.get(page_of(unit)).content.decode()
    after = shown(officer.signs_in(), open_way.thread, TELEPHONE)[1]

    assert answer.status_code == 302
    assert '<option value="restricted" selected>' in page
    assert 'value="plain"' in before
    assert 'value="plain"' not in after
    assert 'value="ask"' not in after
    assert "Telephone number (1)" in after
    event = AuditEvent.objects.get(action="accounts.screening.made_stricter")
    assert b'"telephone":"restricted"' in bytes(event.leaf)


@pytest.mark.parametrize(
    "fields",
    [{"age": "clean"}, {"age": "mild"}, {"doubtful": "clean"}, {"nothing_found": "restricted"}],
    ids=["clean", "mild", "doubtful", "nothing found"],
)
def test_nothing_milder_can_be_chosen(administrator, unit, fields):
    answer = administrator.signs_in().post(page_of(unit), fields)

    assert answer.status_code == 400
    assert Unit.objects.get(pk=unit.pk).screening_floors == {}


def test_what_stands_in_the_row_beside_makes_nothing_milder(officer, open_way, unit):
    Unit.objects.filter(pk=unit.pk).update(screening_floors={"ssn": "clean", "age": "clean", "x": 1})

    _form, page = shown(officer.signs_in(), open_way.thread, "SSN 219-09-9999")

    assert 'value="plain"' not in page


def test_a_unit_keeps_addresses_in_texts_and_mails_to_those_of_readers(
    administrator, officer, open_way, unit, mail_server, worker
):
    named = "Please write to ana@example.com instead."
    before = shown(officer.signs_in(), open_way.thread, named)[1]
    administrator.signs_in().post(page_of(unit), {"email": "restricted"})

    after = shown(officer.signs_in(), open_way.thread, named)[1]
    send_plainly(officer.signs_in(), open_way.thread, named)
    send_plainly(officer.signs_in(), open_way.thread, CLEAN)
    worker()

    assert 'value="plain"' in before
    assert 'value="plain"' not in after
    assert "E-mail address (1)" in after
    assert [mail["To"] for mail in mail_server.mails if is_plain(mail)] == ["visitor@example.org"]
    assert not any("ana@" in said_in(mail) for mail in mail_server.mails)


def test_every_kind_that_is_not_restricted_anyway_stands_on_the_page(administrator, unit):
    page = administrator.signs_in().get(page_of(unit)).content.decode()

    offered = set(re.findall(r'<select[^>]*name="(\w+)"', page))
    assert offered == {*(kind.value for kind in RAISABLE), DOUBTFUL_KEY, NOTHING_FOUND_KEY}


def test_a_unit_that_became_stricter_holds_what_waits(
    administrator, officer, long_standing, open_way, unit, mail_server, worker
):
    request = asked(officer, open_way, PERSONAL)
    set_screening_floors(actor=administrator.person, unit=unit, floors={"age": "restricted"})

    answer = press(long_standing, request, "release")
    worker()

    assert answer.status_code == 409
    assert not any(map(is_plain, mail_server.mails))


def test_a_unit_has_a_second_member_read_each_answer_that_leaves_by_plain_email(
    administrator, officer, long_standing, open_way, unit, mail_server, worker
):
    administrator.signs_in().post(page_of(unit), {"nothing_found": "personal"})

    _form, page = shown(officer.signs_in(), open_way.thread, CLEAN)
    send_plainly(officer.signs_in(), open_way.thread)
    worker()
    before = [mail for mail in mail_server.mails if is_plain(mail)]
    request = asked(officer, open_way, CLEAN)
    to_release = long_standing.signs_in().get(f"/releases/{request.public_id}/").content.decode()
    press(long_standing, request, "release")
    worker()

    assert "In your unit a second member reads each answer" in page
    assert "It holds something personal" not in page
    assert 'value="ask"' in page
    assert 'value="plain"' not in page
    assert before == []
    assert "Nothing: in your unit a second member reads each answer that leaves this way" in to_release
    assert [
        CLEAN in mail.get_body(["plain"]).get_content() for mail in mail_server.mails if is_plain(mail)
    ] == [True]


def test_a_clean_answer_that_waits_is_held_when_its_unit_has_each_one_read(
    administrator, officer, open_way, unit, mail_server, worker
):
    send_plainly(officer.signs_in(), open_way.thread)
    set_screening_floors(actor=administrator.person, unit=unit, floors={"nothing_found": "personal"})

    worker()

    assert not any(map(is_plain, mail_server.mails))


def test_only_who_sets_up_units_may_do_so(supervisor, unit):
    with pytest.raises(NotPermitted):
        set_screening_floors(actor=supervisor.person, unit=unit, floors={"age": "restricted"})
