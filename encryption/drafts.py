"""Drafts: a message that is still being written, sealed to its author by their public key alone."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from encryption import boxes, contents
from encryption.contents import Content
from encryption.contexts import ctx
from encryption.keypairs import PrivateKey, PublicKey
from encryption.profiles import HYBRID
from encryption.wraps import Wrap, unwrap, wrap


@dataclass(frozen=True, slots=True)
class SealedDraft:
    """Hold a stored draft: its message key, sealed to the author, and its body, sealed under that key."""

    wrap: Wrap
    body: bytes


def seal_draft(content: Content, *, message: UUID, message_key: bytes, author: PublicKey) -> SealedDraft:
    """Seal a draft; it carries neither header nor signature, since nobody but the author ever reads it.

    message, message_key: those that the message will keep when it is sent.
    Raises ValueError for text that UTF-8 cannot hold.
    """
    return SealedDraft(
        wrap=wrap(message_key, author, _wrap_context(message, author.key_id)),
        body=boxes.seal(message_key, contents.body_bytes(content), _body_context(message)),
    )


def open_draft(
    draft: SealedDraft, *, message: UUID, author: PrivateKey, allow: Collection[str] = (HYBRID,)
) -> tuple[bytes, Content]:
    """Open a draft; gives its message key and what was written. Raises CannotOpen or UnknownProfile."""
    message_key = unwrap(draft.wrap, author, _wrap_context(message, draft.wrap.key_id), allow=allow)
    body = boxes.unseal(message_key, draft.body, _body_context(message))
    return message_key, contents.read_body(body)


def _wrap_context(message: UUID, key_id: str) -> bytes:
    return ctx("draft", message, key_id)


def _body_context(message: UUID) -> bytes:
    return ctx("draft-part", message, "body")
