"""Key pairs: what they seal only they open, and they give nothing away."""

import copy
import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encryption import keypairs
from encryption.errors import BadKey, BadSignature, CannotOpen, UnknownProfile
from encryption.keypairs import PrivateKey, PublicKey
from encryption.profiles import PROFILES

BOTH_PROFILES = pytest.mark.parametrize("profile", sorted(PROFILES))


@BOTH_PROFILES
@pytest.mark.parametrize("signs", [True, False])
def test_a_stored_pair_is_the_same_pair(profile: str, signs: bool) -> None:
    private = keypairs.generate(profile, signs=signs)

    stored = PrivateKey.from_bytes(private.to_bytes())
    public = PublicKey.from_bytes(private.public.to_bytes())

    assert stored.public == public == private.public
    assert stored.key_id == public.key_id
    assert len(public.key_id) == 32


@BOTH_PROFILES
def test_what_is_sealed_to_a_key_only_that_key_opens(profile: str) -> None:
    private, other = keypairs.generate(profile, signs=False), keypairs.generate(profile, signs=False)

    sealed = keypairs.seal_to(private.public, b"secret", b"info")

    assert keypairs.open_sealed(private, sealed, b"info", allow={profile}) == b"secret"
    with pytest.raises(CannotOpen):
        keypairs.open_sealed(other, sealed, b"info", allow={profile})
    with pytest.raises(CannotOpen):
        keypairs.open_sealed(private, sealed, b"other info", allow={profile})


@BOTH_PROFILES
def test_a_changed_or_cut_sealing_never_opens(profile: str) -> None:
    private = keypairs.generate(profile, signs=False)
    sealed = keypairs.seal_to(private.public, b"secret", b"info")
    places = [*range(0, len(sealed), 97), len(sealed) - 1]
    broken = [sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :] for place in places]

    for attempt in [*broken, b"", sealed[:40], sealed[:-1], sealed + b"\0", bytes(len(sealed))]:
        with pytest.raises(CannotOpen):
            keypairs.open_sealed(private, attempt, b"info", allow={profile})


@BOTH_PROFILES
def test_a_signature_is_for_one_key_and_one_text(profile: str) -> None:
    private, other = keypairs.signing_only(profile), keypairs.generate(profile, signs=True)
    signature = private.sign(b"text")

    private.public.verify(b"text", signature)

    for public, data, attempt in [
        (private.public, b"texT", signature),
        (other.public, b"text", signature),
        (private.public, b"text", signature[:-1]),
        (private.public, b"text", b""),
        (private.public, b"text", bytes(len(signature))),
        (replace(private.public, signing=None, kem=b"x"), b"text", signature),
        (replace(private.public, signing=b"\xff" * len(private.public.signing or b"")), b"text", signature),
    ]:
        with pytest.raises(BadSignature):
            public.verify(data, attempt)


def test_profiles_are_never_tried_in_turn() -> None:
    private = keypairs.generate("fips", signs=False)
    sealed = keypairs.seal_to(private.public, b"secret", b"info")

    with pytest.raises(UnknownProfile):
        keypairs.open_sealed(private, sealed, b"info")


def test_a_key_does_not_do_the_other_halfs_work(unit_key: PrivateKey, system_key: PrivateKey) -> None:
    with pytest.raises(BadKey):
        unit_key.sign(b"text")
    with pytest.raises(BadKey):
        keypairs.seal_to(system_key.public, b"secret", b"info")
    with pytest.raises(BadKey):
        keypairs.open_sealed(system_key, b"sealed", b"info")


def test_key_ids_tell_profile_and_every_part_apart() -> None:
    keys = [
        PublicKey("hybrid", b"a", b"b"),
        PublicKey("fips", b"a", b"b"),
        PublicKey("hybrid", b"ab", None),
        PublicKey("hybrid", b"", b"ab"),
        PublicKey("hybrid", b"ab", b"b"),
    ]

    assert len({key.key_id for key in keys}) == len(keys)


@given(raw=st.binary(max_size=200))
def test_other_bytes_are_not_a_key(raw: bytes) -> None:
    for half in (PublicKey, PrivateKey):
        with pytest.raises(BadKey):
            half.from_bytes(raw)


def test_stored_keys_have_one_length_and_one_half(officer_key: PrivateKey) -> None:
    public, private = officer_key.public.to_bytes(), officer_key.to_bytes()

    for raw in (public[:-1], public + b"\0", private, b"tp2" + public[3:], public[:4] + b"\3" + public[5:]):
        with pytest.raises(BadKey):
            PublicKey.from_bytes(raw)
    for raw in (private[:-1], private + b"\0", public, private[:5] + b"\1" + private[6:]):
        with pytest.raises(BadKey):
            PrivateKey.from_bytes(raw)


def test_a_key_that_no_lattice_has_is_refused_when_used(unit_key: PrivateKey) -> None:
    broken = replace(unit_key.public, kem=b"\xff" * len(unit_key.public.kem))

    with pytest.raises(BadKey):
        keypairs.seal_to(broken, b"secret", b"info")


@BOTH_PROFILES
def test_a_private_key_is_neither_shown_nor_pickled_nor_copied(profile: str) -> None:
    private = keypairs.generate(profile, signs=True)
    private.sign(b"now the expanded keys are there too")

    shown = f"{private!r} {private} {private.public!r}"

    for seed in (private.kem_seed, private.signing_seed or b""):
        assert seed.hex() not in shown
        assert repr(seed)[2:-1] not in shown
    for take in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            take(private)
