"""A reply code and the account that was made with it: whose sessions end when, and who may end the code."""

from django.utils import timezone

from accounts.models import Person, Session
from audit.models import AuditEvent
from tests.accounts.new_accounts import EMAIL, NEW, confirm
from tests.meanwhile import meanwhile
from tests.people import Browser, ask_for_account, mailed_code


def test_sessions_of_the_code_end_when_the_account_begins(taxpayer):
    browser = ask_for_account(taxpayer, EMAIL)

    confirm(mailed_code(taxpayer))

    assert browser.get(taxpayer.thread.get_absolute_url())["Location"].startswith("/sign-in/")
    # That of the browser in which it was confirmed.
    assert Session.objects.filter(person_id=taxpayer.person.public_id, ended_at=None).count() == 1


def test_the_code_opens_the_account_until_its_owner_ends_it(account):
    by_code = Browser()
    assert by_code.post("/reply/", {"code": account.reply_code}).status_code == 302
    browser = account.signs_in()

    ended = browser.post("/account/end-code/")

    page = browser.get(ended["Location"]).content.decode()
    assert "opens nothing any more" in page
    assert "End this code" not in page
    assert Browser().post("/reply/", {"code": account.reply_code}).status_code == 400
    assert by_code.get(account.thread.get_absolute_url()).status_code == 302
    assert AuditEvent.objects.filter(action="keys.slot.removed", actor=account.person.public_id).count() == 1


def test_a_session_that_is_just_made_ends_with_the_code(account):
    browser, late = account.signs_in(), Browser()

    with meanwhile(lambda: browser.post("/account/end-code/"), after="accounts_person"):
        late.post("/reply/", {"code": account.reply_code})

    assert late.get(account.thread.get_absolute_url()).status_code == 302
    assert browser.get(account.thread.get_absolute_url()).status_code == 200


def test_a_session_that_is_just_made_ends_when_the_account_begins(taxpayer):
    ask_for_account(taxpayer, EMAIL)
    code, late = mailed_code(taxpayer), Browser()

    with meanwhile(lambda: confirm(code), after="accounts_person"):
        late.post("/reply/", {"code": taxpayer.reply_code})

    assert late.get(taxpayer.thread.get_absolute_url()).status_code == 302


def test_plain_email_is_stopped_on_the_page_of_the_account(account):
    browser = account.signs_in()
    before = browser.get("/account/").content.decode()

    answer = browser.post("/address/withdraw/", {"next": "/account/#address"})

    assert "Stop plain e-mail" in before
    assert 'name="next" value="/account/#address"' in before
    assert answer["Location"] == "/account/#address"
    after = browser.get("/account/").content.decode()
    assert "Stop plain e-mail" not in after
    assert "say only that something waits for you here" in after
    assert Person.objects.get(pk=account.person.pk).notice_address_confirmed_at is None


def test_a_visitor_cannot_end_the_only_way_in(taxpayer):
    response = taxpayer.opens_with_code().post("/account/end-code/")

    assert response["Location"] == NEW
    assert taxpayer.opens_with_code()


def test_an_account_keeps_its_session_as_long_as_settings_say(account):
    browser = account.signs_in()

    row = Session.objects.get(person_id=account.person.public_id, ended_at=None)
    row.expire_date = timezone.now()
    row.save()

    after = browser.get("/account/")
    assert after["Location"].startswith("/sign-in/?next=%2Faccount%2F")
