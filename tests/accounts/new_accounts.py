"""Ask for an account, confirm it, and try to sign in with it."""

from typing import Any

from tests.people import PASSWORD, Browser

NEW = "/account/new/"
EMAIL = "new@example.org"


def try_to_sign_in(email: str, password: str = PASSWORD) -> int:
    """Try through the page; gives the status."""
    response = Browser().post("/sign-in/", {"login": email, "password": password})
    return int(response.status_code)


def confirm(code: str, browser: Browser | None = None, password: str = PASSWORD) -> Any:
    """Confirm an address with the code of its mail, through the page; gives the answer."""
    return (browser or Browser()).post("/account/confirm/", {"code": code, "password": password})
