"""Pages about mail that came in, in every state: nothing that axe finds, nothing wider than a telephone."""

from comments.models import IncomingMail
from messaging.models import Thread, Topic
from tests.browser.conftest import Chrome
from tests.browser.looking import Look, sign_in, submit
from tests.comments.mail_in.making import make_mail, make_mail_with, parked_mail, settled_mail
from tests.people import Staff


def test_pages_of_mail(chrome: Chrome, officer: Staff, topic: Topic):
    look, page = Look(), chrome.window()
    sign_in(page, officer)

    page.goto("/incoming/")
    look.at(page, "no e-mail waits")
    parked_mail(topic, "Ticket 7 was opened. " + "Longword" * 40)
    page.goto("/mailbox/")
    page.get_by_role("link", name="E-mail to look at").click()
    look.at(page, "e-mail that waits")
    page.get_by_role("link", name="Look at it").click()
    look.at(page, "an e-mail of a program")
    page.get_by_role("button", name="Put it away").click()
    look.at(page, "put away without a reason")
    page.locator("label", has_text="It is junk").click()
    page.get_by_role("button", name="Put it away").click()
    look.at(page, "list, after one was put away")
    settled_mail(topic, b"<b>no mail at all</b>" + b"x" * 300)
    page.goto(f"/incoming/{IncomingMail.objects.latest('pk').public_id}/")
    look.at(page, "an e-mail that cannot be read")
    settled_mail(
        topic,
        make_mail("My Social Security number is 219-09-9999.", Reply_To="other@example.net").replace(
            b"text/plain", b"text/html"
        ),
    )
    page.goto(Thread.objects.latest("pk").get_absolute_url())
    look.at(page, "a thread that came by e-mail")
    page.get_by_role("link", name="Look at the e-mail").click()
    page.get_by_text("As it was laid out").click()
    look.at(page, "the e-mail of a thread")
    files = {"form.pdf.exe": b"MZ", "Longname" * 20 + ".txt": b"My SSN is 219-09-9999", "a.txt": b"Words"}
    mail = settled_mail(topic, make_mail_with(files))
    page.goto(f"/incoming/{mail.public_id}/")
    look.at(page, "an e-mail with files")
    IncomingMail.objects.update(original=b"")
    page.reload()
    look.at(page, "an e-mail that cannot be shown")

    assert not look.faults


def test_the_page_of_a_topic_with_an_address(chrome: Chrome, administrator: Staff, topic: Topic):
    look, page = Look(), chrome.window()
    sign_in(page, administrator)

    page.goto(f"/administration/topics/{topic.public_id}/")
    page.locator("#id_mail_address").fill("no address")
    submit(page)
    look.at(page, "a topic with a wrong address")

    assert not look.faults
