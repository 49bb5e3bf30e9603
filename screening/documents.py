"""What is screened: everything that would leave the agency with one message."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType

_HASH_DOMAIN = "sealpost screening document 1"
RECIPIENT_FIELD = "mail_recipient"
"""The key of the field that holds the address to which a mail goes."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """Hold an attachment's name and text; a text of None could not be read and counts as restricted."""

    file_name: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """Hold one text of a document, and the words that stand over it.

    name: the name that findings carry.
    heading: a field's key, or the message's subject: what a reader knows before reading the text.
    is_where_it_goes: it is the address of its reader.
    """

    name: str
    text: str | None
    heading: str = ""
    is_where_it_goes: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """Hold the texts of one message, frozen when it is made.

    fields: values that a template puts in, by the field's key.
    names: display names of the recipients.
    is_to_one_person: everything in it is written in the thread of one person, so that "the refund" is theirs.
    person: that person's name, where it is known: so that "Sample's refund" and "Sam owes" are theirs too.
        Neither is a part, nor part of the hash: they leave nothing to be read, and can only make a verdict
        stricter.
    """

    subject: str = ""
    text: str = ""
    quoted: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    is_to_one_person: bool = False
    person: str = ""

    def __post_init__(self) -> None:
        """Copy the fields, so that nobody changes them between the verdict and the sending."""
        object.__setattr__(self, "fields", MappingProxyType(dict(self.fields)))

    def parts(self) -> Iterator[Part]:
        """Yield every part in the order in which a reader meets them."""
        yield Part("subject", self.subject)
        yield Part("text", self.text, self.subject)
        yield Part("quoted", self.quoted, self.subject)
        for key, value in self.fields.items():
            yield Part(f"fields.{key}", value, key, is_where_it_goes=key == RECIPIENT_FIELD)
        for number, name in enumerate(self.names):
            yield Part(f"names.{number}", name)
        for number, attachment in enumerate(self.attachments):
            yield Part(f"attachments.{number}.name", attachment.file_name)
            yield Part(
                f"attachments.{number}.text", attachment.text, f"{self.subject} {attachment.file_name}"
            )

    def content_hash(self) -> str:
        """Compute a SHA-256, in hexadecimal, that binds a decision to exactly these texts.

        Every part goes in with its name and the byte length of both, so that no text can move from one
        part to another unnoticed. Lone surrogates are encoded as they stand.
        """
        digest = sha256(_length_prefixed(_HASH_DOMAIN))
        for part in sorted(self.parts(), key=lambda part: part.name):
            digest.update(_length_prefixed(part.name))
            digest.update(b"\x00" if part.text is None else b"\x01" + _length_prefixed(part.text))
        return digest.hexdigest()


def _length_prefixed(text: str) -> bytes:
    """Encode `text` as its length in eight bytes, then its bytes."""
    encoded = text.encode("utf-8", "surrogatepass")
    return len(encoded).to_bytes(8, "big") + encoded
