"""Sign-in is asked for everywhere, except on the pages that this list names."""

from tests.whole_site.addresses import every_address

PUBLIC = {
    "account_login",
    "accessibility",
    "agency_sign_in",
    "agency_sign_in_back",
    "comment",
    "confirm_address",
    "confirm_account",
    "demo_mail",
    "demo_mail_item",
    "healthz",
    "home",
    "invitation",
    "invited",
    "language",
    "new_password",
    "notice",
    "passkey_options",
    "passkey_sign_in",
    "privacy",
    "readyz",
    "recovery",
    "second_step",
    "reply",
    "ask_for_link",
    "follow_link",
    "forgotten",
    "sign_in",
    "signed_out",
}


def test_exactly_the_written_pages_are_public():
    public = {address.name for address in every_address() if address.is_public}

    assert public == PUBLIC
