"""Senders' keys that remember, in this process, which signatures they have verified.

A signature over a header is a fact about public bytes, and lists show the same messages again and again. What
a message says is never remembered.
"""

from functools import lru_cache

from encryption.keypairs import PublicKey

# Some 2 KiB each: header, signature, key.
REMEMBERED_SIGNATURES = 512
# Some 2 KiB each, with the key's id.
REMEMBERED_SENDERS = 512


class SenderKey(PublicKey):
    """A public key whose verified signatures are not verified again; a failed one is not remembered."""

    @staticmethod
    @lru_cache(maxsize=REMEMBERED_SENDERS)
    def of(public: PublicKey) -> "SenderKey":
        """Take the key that the directory or the keyring vouches for."""
        return SenderKey(public.profile, public.kem, public.signing)

    def verify(self, data: bytes, signature: bytes) -> None:
        """Raise BadSignature unless this key made `signature` over `data`."""
        _verify_once(self, data, signature)


@lru_cache(maxsize=REMEMBERED_SIGNATURES)
def _verify_once(sender: SenderKey, data: bytes, signature: bytes) -> None:
    PublicKey.verify(sender, data, signature)
