"""Six words for a key: the published words for known bits, and other words for another key."""

from encryption.fingerprints import _word, six_words
from encryption.keypairs import generate


def test_known_bits_have_the_published_words() -> None:
    # 127.0.0.1 and 63.84.220.193, from the paper.
    assert [_word(bits) for bits in (0x7F00, 0x0001, 0x3F54, 0xDCC1)] == ["lusab", "babad", "gutih", "tugad"]


def test_each_key_has_its_own_six_words() -> None:
    first, second = generate(signs=True).public, generate(signs=True).public

    assert len(six_words(first).split()) == 6
    assert six_words(first) == six_words(first) != six_words(second)
