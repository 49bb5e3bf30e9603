"""Profiles: a table, an allow-list, and no guessing."""

import pytest
from cryptography.hazmat.bindings._rust import openssl

from encryption.errors import NoFipsProvider, UnknownProfile
from encryption.passwords import DEFAULT, FIPS_DEFAULT
from encryption.profiles import PROFILES, profile, require_fips_provider


def test_a_profile_is_found_only_when_the_reader_allows_it() -> None:
    assert profile("hybrid").name == "hybrid"
    assert profile("fips", allow={"hybrid", "fips"}).name == "fips"
    for name, allow in [("fips", {"hybrid"}), ("hybrid", set()), ("rot13", {"rot13"}), ("", {""})]:
        with pytest.raises(UnknownProfile):
            profile(name, allow=allow)


def test_the_table_cannot_be_changed_while_running() -> None:
    with pytest.raises(TypeError):
        PROFILES["rot13"] = PROFILES["hybrid"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        PROFILES["hybrid"].number = 2  # type: ignore[misc]


def test_every_profile_names_its_own_password_kdf() -> None:
    assert PROFILES["hybrid"].password_kdf == DEFAULT.algorithm
    assert PROFILES["fips"].password_kdf == FIPS_DEFAULT.algorithm
    assert len({entry.number for entry in PROFILES.values()}) == len(PROFILES)


@pytest.mark.skipif(openssl.is_fips_enabled(), reason="OpenSSL is in FIPS mode here")
def test_the_fips_profile_does_not_start_without_a_fips_provider() -> None:
    with pytest.raises(NoFipsProvider):
        require_fips_provider()
