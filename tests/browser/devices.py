"""A device for passkeys that is built into a window's computer."""

from playwright.sync_api import CDPSession, Page


def give_device(page: Page, *, has_secret: bool = True) -> tuple[CDPSession, str]:
    """Build it in; gives by what it is spoken to, and its name. has_secret: whether it computes secrets."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    added = protocol.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "ctap2Version": "ctap2_1",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "hasPrf": has_secret,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return protocol, str(added["authenticatorId"])
