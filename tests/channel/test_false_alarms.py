"""Officers say what was found by mistake: kind and reason are counted, and nothing else follows from it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Unit
from audit.models import AuditEvent
from messaging import channel
from messaging.errors import NotPermitted
from messaging.models import FalseAlarm, Thread
from messaging.services import report_false_alarm
from screening import Document
from tests.messaging.plain_mail import SSN, shown
from tests.people import Browser, answer_fields

TEXT = f"Part {SSN} of the catalogue is sold out."
SHAPE = "ssn.shape"


def report(browser: Browser, thread: Thread, code: str = SHAPE, text: str = TEXT):
    form, _page = shown(browser, thread, text)
    return browser.post(thread.get_absolute_url(), {**form, "false_alarm": code})


def test_a_report_counts_kind_reason_unit_and_day_and_keeps_what_was_typed(officer, unit, thread):
    browser = officer.signs_in()

    pages = [report(browser, thread).content.decode() for _ in range(2)]

    counted = FalseAlarm.objects.get()
    assert (counted.unit, counted.kind, counted.why, counted.times) == (unit, "ssn", "shape", 2)
    assert counted.day == timezone.localdate()
    assert "We noted which kind was found by mistake" in pages[1]
    assert " of the catalogue is sold out.</textarea>" in pages[1]
    assert thread.messages.count() == 1


def test_a_report_is_recorded_without_the_text_its_place_or_its_thread(officer, unit, thread):
    report(officer.signs_in(), thread)

    event = AuditEvent.objects.get(action="messaging.false_alarm.reported")
    leaf = bytes(event.leaf)
    assert (event.actor, event.subject) == (officer.person.public_id, unit.public_id)
    assert b'"kind":"ssn"' in leaf
    assert b'"why":"shape"' in leaf
    for kept_away in (SSN, "catalogue", str(thread.public_id), "text"):
        assert kept_away.encode() not in leaf
    columns = {field.name for field in FalseAlarm._meta.get_fields()}
    assert columns == {"id", "unit", "day", "kind", "why", "times"}


def test_a_report_lets_nothing_leave(officer, open_way, mail_server, worker):
    browser, thread = officer.signs_in(), open_way.thread
    form, _page = shown(browser, thread, TEXT)
    page = browser.post(thread.get_absolute_url(), {**form, "false_alarm": SHAPE}).content.decode()

    answers = [
        browser.post(thread.get_absolute_url(), {**form, **more})
        for more in (
            {"action": "plain"},
            {"action": "plain", "false_alarm": SHAPE},
            {"action": "ask", "reason": "A false alarm.", "false_alarm": SHAPE},
        )
    ]
    worker()

    assert 'value="plain"' not in page
    assert 'value="ask"' not in page
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert not mail_server.mails
    assert thread.messages.count() == 1


@pytest.mark.parametrize(
    "code", ["", "ssn", "ssn.words", "iban.shape", "ssn.shape.1", "\x00", SSN, "x" * 999]
)
def test_what_was_not_found_is_not_counted(officer, thread, code):
    answer = report(officer.signs_in(), thread, code)

    assert answer.status_code == 409
    assert "We do not find this in your text now." in answer.content.decode()
    assert "of the catalogue is sold out.</textarea>" in answer.content.decode()
    assert not FalseAlarm.objects.exists()


def test_one_member_reports_so_many_in_a_day_and_no_more(officer, colleague, thread, settings):
    settings.LIMITS = {**settings.LIMITS, "false_alarm": (2, 24 * 3600)}
    midnight = (timezone.now() + timedelta(days=2)).replace(hour=0, minute=0, second=0, microsecond=0)
    with time_machine.travel(midnight - timedelta(minutes=5), tick=False):
        browser = officer.signs_in()
        for _ in range(2):
            assert report(browser, thread).status_code == 200
        refused = report(browser, thread)
    with time_machine.travel(midnight + timedelta(minutes=5), tick=False):
        refused_after_midnight = report(browser, thread)
    counted_meanwhile = FalseAlarm.objects.get().times

    of_somebody_else = report(colleague.signs_in(), thread)

    assert (refused.status_code, refused_after_midnight.status_code) == (429, 429)
    assert int(refused["Retry-After"]) > 23 * 3600
    page = refused.content.decode()
    assert "You have reported a lot in one day, so we do not count this one." in page
    assert " of the catalogue is sold out.</textarea>" in page
    assert counted_meanwhile == 2
    assert of_somebody_else.status_code == 200
    assert AuditEvent.objects.filter(action="messaging.false_alarm.reported").count() == 3


def test_what_is_refused_uses_up_nothing(officer, thread, settings):
    settings.LIMITS = {**settings.LIMITS, "false_alarm": (1, 24 * 3600)}
    browser = officer.signs_in()

    answers = [report(browser, thread, code) for code in ("iban.shape", "x", SHAPE)]

    assert [answer.status_code for answer in answers] == [409, 409, 200]


def test_without_a_text_nothing_is_counted(officer, thread):
    browser = officer.signs_in()
    form = {**answer_fields(browser, thread), "text": "", "false_alarm": SHAPE}

    assert browser.post(thread.get_absolute_url(), form).status_code == 400
    assert not FalseAlarm.objects.exists()


def test_nobody_but_those_who_answer_reports(officer, officer_of_another_unit, taxpayer, thread):
    form, _page = shown(officer.signs_in(), thread, TEXT)
    form = {**form, "false_alarm": SHAPE}

    stranger = officer_of_another_unit.signs_in().post(thread.get_absolute_url(), form)
    taxpayer.opens_with_code().post(thread.get_absolute_url(), form)
    Thread.objects.filter(pk=thread.pk).update(closed_at=timezone.now())
    too_late = officer.signs_in().post(thread.get_absolute_url(), form)
    decision = channel.decide(Document(text=TEXT), latest_sequence=1, thread=thread)
    with pytest.raises(NotPermitted):
        report_false_alarm(
            officer=officer_of_another_unit.person, unit=thread.unit, decision=decision, code=SHAPE
        )

    assert (stranger.status_code, too_late.status_code) == (404, 403)
    assert not FalseAlarm.objects.exists()


def count(unit: Unit, *, days_ago: int, times: int, why: str = "shape") -> None:
    day = timezone.localdate() - timedelta(days=days_ago)
    FalseAlarm.objects.create(unit=unit, day=day, kind="ssn", why=why, times=times)


def cells(page: str) -> list[str]:
    """Give the cells of the page's table, row by row."""
    page = re.sub(r'<span class="only-phone">[^<]*</span>', "", page)
    return [cell.strip() for cell in re.findall(r'role="(?:rowheader|cell)">([^<]*)<', page)]


def test_supervisors_see_the_counts_of_their_units_and_administrators_all(
    supervisor, administrator, officer_of_another_unit, unit
):
    count(unit, days_ago=0, times=3)
    count(unit, days_ago=31, times=4)
    count(unit, days_ago=90, times=100)
    count(Unit.objects.get(name="Child Support"), days_ago=1, times=10)

    own = cells(supervisor.signs_in().get("/screening/").content.decode())
    everybodys = cells(administrator.signs_in().get("/screening/").content.decode())

    assert own == [
        "Social Security number",
        "three, two and four digits, as such numbers are written",
        "3",
        "7",
    ]
    assert everybodys[2:] == ["13", "17"]


def test_a_kind_of_another_release_is_shown_by_its_name(supervisor, unit):
    FalseAlarm.objects.create(unit=unit, day=timezone.localdate(), kind="ssn", why="moon", times=1)

    assert cells(supervisor.signs_in().get("/screening/").content.decode())[:2] == ["Ssn", "moon"]


def test_many_reports_cost_no_more_queries(supervisor, unit, django_assert_max_num_queries):
    lead = supervisor.signs_in()
    lead.get("/screening/")
    for days_ago in range(30):
        for why in ("shape", "words", "digits"):
            count(unit, days_ago=days_ago, times=1, why=why)

    with django_assert_max_num_queries(8):
        lead.get("/screening/")
