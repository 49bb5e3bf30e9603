"""The code by which somebody who reads a mailbox confirms that it is theirs.

It comes from the keyring and the id of what it confirms, so that the worker can write it into the mail and no
table holds it.
"""

from uuid import UUID

from encryption.boxes import derive_key
from encryption.codes import ALPHABET
from encryption.contexts import ctx
from keyring import keyring

CHARACTERS = 16


def code_of(about: UUID) -> str:
    """Derive the 16 characters (80 bits) that confirm what has this id; raises KeyringError."""
    derived = derive_key(keyring().field().secret, info=ctx("account-code", about))
    # Of each byte five bits, so that every character is as likely as every other.
    return "".join(ALPHABET[byte & 31] for byte in derived[:CHARACTERS])
