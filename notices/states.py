"""How far a notice came: every change of its state, with what follows from it."""

from datetime import timedelta
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from audit.actions import Action
from audit.services import record
from notices import outbox, waiting_texts
from notices.errors import NotAccepted
from notices.models import Notice, Outbox

State = Notice.State

NOTICE_WORK = "notices.notice"
# Done by whoever can decide again whether an answer may leave so: `messaging` names the handler.
PLAIN_WORK = "notices.plain_answer"
# Done by whoever knows what the notice is about: `messaging` names the handler.
BOUNCED_WORK = "notices.bounced"
PROBABLY_BOUNCED_WORK = "notices.probably_bounced"
# Of work whose mail was taken by a server, and came back later.
CAME_BACK = "CameBack"
# Of work whose mail a server refused as if all of ours were meant.
REFUSED_US = NotAccepted.__name__


def note_sent(notice: Notice, action: Action) -> None:
    """Note that the mail server took a mail, inside a transaction."""
    # Also one that was withdrawn meanwhile: it is out. Not one that came back before this could be noted.
    sent = Notice.objects.exclude(state__in=[State.SENT, State.BOUNCED]).filter(pk=notice.pk)
    if sent.update(state=State.SENT, sent_at=timezone.now(), failed_at=None, sealed_token=b""):
        record_about(notice, action)


@transaction.atomic(durable=True)
def note_plain_sent(notice: Notice) -> None:
    """Note that an answer has left by plain e-mail, and erase the text that waited."""
    note_sent(notice, Action.PLAIN_ANSWER_SENT)
    waiting_texts.erase(notice)


@transaction.atomic(durable=True)
def note_refused(notice: Notice) -> None:
    """Note that the receiving server refused a mail for good, and erase a text that waited to be sent."""
    _bounce(notice, Notice.objects.filter(state__in=[State.QUEUED, State.DEFERRED]))


@transaction.atomic(durable=True)
def note_bounced(notice: Notice) -> bool:
    """Note that a mail came back which a server had taken; tells whether that was news.

    Its work is given up after the fact, so that it stands under Deliveries and can be tried again.
    """
    out = Notice.objects.filter(state__in=[State.SENT, State.QUEUED, State.DEFERRED])
    if not _bounce(notice, out):
        return False
    # Also where the worker did not live to note that it left.
    Notice.objects.filter(pk=notice.pk, sent_at=None).update(sent_at=timezone.now())
    outbox.give_up_done(notice.public_id, kinds=(NOTICE_WORK, PLAIN_WORK), error_name=CAME_BACK)
    return True


@transaction.atomic(durable=True)
def note_probably_bounced(notice: Notice) -> bool:
    """Promise to look after whoever may not have got a mail that a server had taken; tells whether one had.

    What is guessed changes no state: the mail may have arrived.
    """
    if not Notice.objects.filter(pk=notice.pk, state=State.SENT).exists():
        return False
    key = f"{PROBABLY_BOUNCED_WORK}:{notice.public_id}"
    outbox.enqueue(PROBABLY_BOUNCED_WORK, subject=notice.public_id, idempotency_key=key)
    return True


def note_deferred(notice_id: UUID) -> None:
    """Note that a mail could not be sent so far, inside the transaction in which it is put off."""
    Notice.objects.filter(public_id=notice_id, state=State.QUEUED).update(state=State.DEFERRED)


def withhold_plain(notice: Notice) -> None:
    """Note that an answer does not leave by plain e-mail after all, and erase the text that waited.

    Belongs inside the transaction that says why, and tells the person in another way.
    """
    waiting = Notice.objects.filter(pk=notice.pk, state__in=[State.QUEUED, State.DEFERRED])
    waiting.update(state=State.FAILED, failed_at=timezone.now())
    waiting_texts.erase(notice)


def give_up(notice_id: UUID) -> None:
    """Note that a mail could not be sent, inside the transaction in which the outbox gives it up.

    A text that waited to be sent with it is erased. Whom a server refused to the end, while others got their
    mail, is unreached as somebody is whose address is none.
    """
    waiting = Notice.objects.filter(public_id=notice_id, state__in=[State.QUEUED, State.DEFERRED])
    notice = waiting.first()
    if notice is None:
        return
    if _was_refused_alone(notice):
        _bounce(notice, waiting)
        return
    notice.state, notice.failed_at = State.FAILED, timezone.now()
    notice.save(update_fields=["state", "failed_at"])
    waiting_texts.erase(notice)
    record_about(notice, Action.NOTICE_FAILED)


def _was_refused_alone(notice: Notice) -> bool:
    """Tell whether a refusal that was taken for one of us can be of this reader only: other mail of ours left
    the agency between the last two attempts.
    """
    work = Outbox.objects.filter(kind__in=(NOTICE_WORK, PLAIN_WORK))
    refused = work.filter(subject=notice.public_id, last_error=REFUSED_US).first()
    if refused is None:
        return False
    since = refused.due_at - timedelta(seconds=settings.OUTBOX_BACKOFF_SECONDS[-1])
    # By the index of what is done; of all notices that were sent there is none.
    done = work.filter(state=Outbox.State.DONE, finished_at__gte=max(since, notice.queued_at))
    others = Notice.objects.filter(state=State.SENT, public_id__in=done.values("subject"))
    # A server that relays nothing takes mail for its own people all the same.
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return others.exclude(address=notice.address).exclude(address__iendswith=f"@{own}").exists()


def queue_again(notice_id: UUID) -> None:
    """Note that a notice waits again, inside the transaction in which the outbox tries it again."""
    over = Notice.objects.filter(public_id=notice_id, state__in=[State.FAILED, State.BOUNCED])
    over.update(state=State.QUEUED, sent_at=None, failed_at=None)


def queue_plain_again(notice_id: UUID) -> None:
    """Do as `queue_again` does for an answer by plain e-mail that never left.

    That one has left, and come back, stays so whatever is sent in its place: it went out in clear.
    """
    if not Notice.objects.filter(public_id=notice_id, state=State.BOUNCED, sent_at__isnull=False).exists():
        queue_again(notice_id)


def record_about(notice: Notice, action: Action) -> None:
    """Record what became of a notice; its address stands in no event."""
    record(action, actor=None, subject=notice.about, details={"notice": notice.number, "kind": notice.kind})


def _bounce(notice: Notice, among: QuerySet[Notice]) -> bool:
    now = timezone.now()
    bounced = among.filter(pk=notice.pk).update(state=State.BOUNCED, failed_at=now)
    if not bounced:
        return False
    waiting_texts.erase(notice)
    # Once for each time that it comes back: what was tried again may come back again.
    key = f"{BOUNCED_WORK}:{notice.public_id}:{now.isoformat()}"
    outbox.enqueue(BOUNCED_WORK, subject=notice.public_id, idempotency_key=key)
    record_about(notice, Action.NOTICE_BOUNCED)
    return True
