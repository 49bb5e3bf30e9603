"""Why a personal answer was asked for, released or refused is kept, sealed, for the members of the unit."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from audit.models import AuditEvent
from messaging import services
from messaging.errors import NoReasonToRelease
from messaging.models import ReleaseRequest
from tests.messaging.plain_mail import is_plain, not_allowed
from tests.messaging.releasing import CONSENT, REASON, asked, press
from tests.people import Visitor

State = ReleaseRequest.State
NOT_AGREED = "No: an envelope would do."


def stored_words() -> str:
    """Give every column of every request, as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM messaging_releaserequest")
        return str([bytes(each) if isinstance(each, memoryview) else each for each in cursor.fetchone()])


@pytest.mark.parametrize("reason", ["", "  ", "\u200b", "x" * 301, "a\x00b"], ids=ascii)
def test_nothing_is_released_without_a_reason_and_the_page_asks_for_one(
    officer, long_standing, open_way, mail_server, worker, reason
):
    request = asked(officer, open_way)

    answer = press(long_standing, request, "release", reason)
    worker()

    assert answer.status_code == 400
    assert 'id="id_reason_error"' in answer.content.decode()
    assert ReleaseRequest.objects.get().state == State.PENDING
    assert not any(map(is_plain, mail_server.mails))


def test_a_service_releases_nothing_without_a_reason_either(officer, long_standing, open_way):
    request = asked(officer, open_way)

    with pytest.raises(NoReasonToRelease):
        services.release(releaser=long_standing.unlocked, request=request, reason=" ")

    assert ReleaseRequest.objects.get().state == State.PENDING


def test_what_was_typed_stays_when_a_release_is_refused(officer, long_standing, open_way):
    request = asked(officer, open_way)
    not_allowed(open_way)

    answer = press(long_standing, request, "release")

    assert answer.status_code == 409
    assert CONSENT in answer.content.decode()


def test_both_reasons_are_kept_sealed_and_members_read_them_beside_the_message(
    officer, long_standing, open_way, mail_server, worker
):
    request = asked(officer, open_way)
    press(long_standing, request, "release")
    worker()
    browser = officer.signs_in()
    opened = AuditEvent.objects.filter(action="messaging.release.opened").count()

    conversation = browser.get(open_way.thread.get_absolute_url()).content.decode()
    page = browser.get(f"/releases/{request.public_id}/").content.decode()

    assert f'href="/releases/{request.public_id}/"' in conversation
    assert (REASON in page, CONSENT in page) == (True, True)
    assert "Why it was released" in page
    assert AuditEvent.objects.filter(action="messaging.release.opened").count() == opened + 1
    assert bytes(ReleaseRequest.objects.get().sealed) == b""
    assert not any(words in stored_words() for words in ("other way", "called her", "born in"))


@pytest.mark.parametrize("who", ["officer_of_another_unit", "administrator", "auditor", "open_way"])
def test_nobody_else_reads_them_or_that_somebody_released(
    request: Any, officer, long_standing, open_way, mail_server, worker, who
):
    released = asked(officer, open_way)
    press(long_standing, released, "release")
    worker()
    somebody = request.getfixturevalue(who)
    browser = somebody.opens_with_code() if isinstance(somebody, Visitor) else somebody.signs_in()

    pages = [
        browser.get(f"/releases/{released.public_id}/"),
        browser.get(open_way.thread.get_absolute_url()),
    ]

    assert pages[0].status_code == 404
    assert pages[1].status_code == (200 if isinstance(somebody, Visitor) else 404)
    for page in pages:
        words = page.content.decode()
        assert not any(part in words for part in (REASON, CONSENT, "/releases/"))


@pytest.mark.parametrize(("reason", "is_kept"), [(NOT_AGREED, True), ("", False)])
def test_who_refuses_may_say_why_and_the_author_reads_it(officer, long_standing, open_way, reason, is_kept):
    request = asked(officer, open_way)

    refused = press(long_standing, request, "refuse", reason)
    page = officer.signs_in().get(f"/releases/{request.public_id}/").content.decode()

    assert refused.status_code == 302
    assert ("Why it was refused" in page) is is_kept
    assert (NOT_AGREED in page) is is_kept
    assert bool(bytes(ReleaseRequest.objects.get().sealed_reasons)) is is_kept


def test_reasons_of_another_request_do_not_open_in_its_place(officer, long_standing, open_way):
    press(long_standing, asked(officer, open_way), "refuse", NOT_AGREED)
    second = asked(officer, open_way)
    press(long_standing, second, "refuse", CONSENT)
    first = ReleaseRequest.objects.earliest("pk")

    ReleaseRequest.objects.filter(pk=first.pk).update(
        sealed_reasons=bytes(ReleaseRequest.objects.get(pk=second.pk).sealed_reasons)
    )
    page = officer.signs_in().get(f"/releases/{first.public_id}/").content.decode()

    assert "cannot be shown to you" in page
    assert CONSENT not in page


def test_the_table_keeps_reasons_of_decisions_alone(officer, open_way):
    asked(officer, open_way)

    with pytest.raises(IntegrityError, match="release_reasons_of_a_decision"), transaction.atomic():
        ReleaseRequest.objects.update(sealed_reasons=b"x")
