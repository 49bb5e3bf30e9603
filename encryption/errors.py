"""What can go wrong while sealing and opening."""


class EncryptionError(Exception):
    """Stand above every error of this package."""


class CannotOpen(EncryptionError):
    """Tell that a ciphertext did not authenticate; why is never told, for that would help a forger."""


class BadHeader(EncryptionError):
    """Tell that bytes are not a canonical `tp1` header."""


class BadSignature(EncryptionError):
    """Tell that a signature was not made by the key that it names."""


class BadKey(EncryptionError):
    """Tell that bytes are not a `tp1` key, or that a key lacks the half that is asked of it."""


class UnknownProfile(EncryptionError):
    """Tell that a profile does not exist or is not on the reader's allow-list."""


class WeakParameters(EncryptionError):
    """Tell that a password derivation, its salt or its pepper is below the floor."""


class BadCode(EncryptionError):
    """Tell that typed characters are not a code; the reason is for programmers, not for visitors."""


class NoFipsProvider(EncryptionError):
    """Tell that the `fips` profile was asked for while OpenSSL is not in FIPS mode."""


class BadDocument(EncryptionError):
    """Tell that a document about the records key or from its custodians is not what it should be."""
