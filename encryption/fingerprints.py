"""Fingerprints that people compare: six words that can be said on the telephone.

The words are proquints: two consonants-and-vowels and a consonant, 16 bits each
(D. S. Wilkerson, "A Proposal for Proquints", arXiv:0901.4016).
"""

from hashlib import sha256

from encryption.contexts import ctx
from encryption.keypairs import PublicKey

WORDS = 6
CONSONANTS = "bdfghjklmnprstvz"
VOWELS = "aiou"


def six_words(public: PublicKey) -> str:
    """Write the first 96 bits of a key's SHA-256 as six words, such as `lusab babad gutih …`."""
    digest = sha256(ctx("fingerprint", public.to_bytes())).digest()
    return " ".join(_word(int.from_bytes(digest[2 * at : 2 * at + 2], "big")) for at in range(WORDS))


def _word(bits: int) -> str:
    letters = ((CONSONANTS, 12), (VOWELS, 10), (CONSONANTS, 6), (VOWELS, 4), (CONSONANTS, 0))
    return "".join(alphabet[bits >> shift & len(alphabet) - 1] for alphabet, shift in letters)
