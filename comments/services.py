"""Taking in what the public writes."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

import accounts.services as accounts
import audit.services as audit
import keys.services as keys
import messaging.services as messaging
from accounts.models import Person
from audit.actions import Action
from comments import form_tokens
from comments.errors import CannotReceive, ChangedAfterSending, InAnAccount, StaleForm
from comments.models import Comment
from encryption.codes import ReplyCode
from keys import envelopes
from keys.errors import KeysError
from keys.unlocked import UnlockedPerson
from messaging.models import Thread, Topic
from prepared.queries import PreparedQuery
from prepared.transactions import once_more
from screening import Document

OF_FORM = PreparedQuery[Comment](
    lambda form_hash: Comment.objects.filter(form_hash=form_hash).select_related(
        "thread__unit", "thread__taxpayer"
    )
)


@dataclass(frozen=True)
class CommentWords:
    """What the form held, frozen; `language` is that in which the form was shown."""

    topic: Topic
    subject: str
    text: str
    email: str
    name: str
    language: str

    def document(self) -> Document:
        """Present the words to screening."""
        return Document(subject=self.subject, text=self.text, names=(self.name,))


@dataclass(frozen=True, repr=False)
class Received:
    """A comment that is stored, and the code that opens its answer."""

    comment: Comment
    reply_code: ReplyCode


def receive(*, words: CommentWords, token: str) -> Received:
    """Make a person of the visitor, seal their words to them and to the topic's unit, and give the reply
    code.

    The same form posted again gives the same comment and code. Raises StaleForm, ChangedAfterSending for the
    same form with other words, InAnAccount when the code is dead, and CannotReceive when the unit has no key;
    nothing is stored then.
    """
    form = form_tokens.read_token(token)
    code = form_tokens.reply_code(form.secret)
    form_hash = _hashed(form)
    mac = form_tokens.content_mac(
        form.secret, str(words.topic.public_id), words.subject, words.text, words.email, words.name
    )
    comment = _once(form, mac, lambda: _receive(words, code=code, form_hash=form_hash, mac=mac))
    if comment.thread.taxpayer.has_account:
        raise InAnAccount
    return Received(comment, code)


def receive_from(*, author: UnlockedPerson[Person], words: CommentWords, token: str) -> Comment:
    """Seal what somebody with an account wrote to them and to the topic's unit, as a thread of theirs.

    The same form posted again gives the same comment. Raises what `receive` raises.
    """
    form = form_tokens.read_token(token)
    # Of this author's only: a form that somebody else has sent gives nothing of theirs.
    about = str(words.topic.public_id), words.subject, words.text, words.name
    mac = form_tokens.content_mac(form.secret, "account", str(author.person), *about)
    return _once(form, mac, lambda: _receive_from(author, words, form_hash=_hashed(form), mac=mac))


def _hashed(form: form_tokens.FormToken) -> bytes:
    return sha256(form.secret).digest()


def _once(form: form_tokens.FormToken, mac: bytes, make: Callable[[], Comment]) -> Comment:
    """Give the comment that this form has made, or make it."""
    comment = _earlier(_hashed(form))
    if comment is None:
        # A form that was sent in time may be posted again however late; only a new comment needs a fresh one.
        if form.is_stale:
            raise StaleForm
        comment = _make_or_find(make, form_hash=_hashed(form))
    if bytes(comment.content_mac) != mac:
        raise ChangedAfterSending
    return comment


def _earlier(form_hash: bytes) -> Comment | None:
    return OF_FORM.first(form_hash=form_hash)


def _make_or_find(make: Callable[[], Comment], *, form_hash: bytes) -> Comment:
    try:
        return make()
    except KeysError as error:
        raise CannotReceive from error
    except IntegrityError:
        # The same form, posted twice at once: the other one came first.
        comment = _earlier(form_hash)
        if comment is None:
            raise
        return comment


@once_more
@transaction.atomic(durable=True)
def _receive(words: CommentWords, *, code: ReplyCode, form_hash: bytes, mac: bytes) -> Comment:
    now = timezone.now()
    person, new_keys = accounts.make_visitor(notice_address=words.email, language=words.language)
    keys.add_reply_code_slot(new_keys.account_key, person.public_id, code)
    thread = messaging.start_thread(
        taxpayer=person,
        keys=new_keys,
        topic=words.topic,
        content=envelopes.Content(subject=words.subject, text=words.text, author_name=words.name),
        message_id=uuid4(),
        sent_at=now,
    )
    return _store(thread, person, form_hash=form_hash, mac=mac)


@once_more
@transaction.atomic(durable=True)
def _receive_from(
    author: UnlockedPerson[Person], words: CommentWords, *, form_hash: bytes, mac: bytes
) -> Comment:
    thread = messaging.start_own_thread(
        author=author,
        topic=words.topic,
        content=envelopes.Content(subject=words.subject, text=words.text, author_name=words.name),
        message_id=uuid4(),
        sent_at=timezone.now(),
    )
    return _store(thread, author.person, form_hash=form_hash, mac=mac)


def _store(thread: Thread, person: Person, *, form_hash: bytes, mac: bytes) -> Comment:
    comment = Comment.objects.create(
        form_hash=form_hash,
        content_mac=mac,
        thread=thread,
        policy_version=thread.policy_version,
        received_at=thread.opened_at,
    )
    audit.record(Action.COMMENT_RECEIVED, actor=person.public_id, subject=thread.public_id)
    return comment
