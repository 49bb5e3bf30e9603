"""Headers on every page, and input that no view has to fear."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/privacy/", "/comment/", "/reply/", "/sign-in/", "/no-such-page/"])
def test_no_page_is_kept_in_a_cache_or_shown_by_another_site(client: Client, path: str) -> None:
    response = client.get(path)

    assert response["Cache-Control"] == "no-store"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"


def test_pages_that_only_say_something_set_no_cookie(client: Client) -> None:
    for path in ("/", "/privacy/", "/accessibility/"):
        response = client.get(path)

        assert response.status_code == 200
        assert not response.cookies


@pytest.mark.parametrize(
    "path",
    [
        "/?next=%00",
        "/?%01=x",
        "/sign-in/?next=/a%0d%0aSet-Cookie:x",
        "/mailbox/?before=1&before=2",
    ],
)
def test_queries_that_no_page_sends_are_refused_before_any_view(client: Client, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 400
    assert b"<h1>" in response.content


@pytest.mark.parametrize("path", ["/%00", "/threads/%00/", "/threads/x%0d%0a/", "/%1b%5b2J", "/static/%00"])
def test_a_path_with_control_characters_is_as_any_other_that_is_none(client: Client, path: str) -> None:
    odd, plain = client.get(path), client.get("/threads/none/")

    assert odd.status_code == plain.status_code == 404
    assert odd.content == plain.content


@pytest.mark.parametrize("charset", ["hex", "rot13", "unicode_escape", "utf-16", "no-such", "utf-7"])
@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain"]
)
def test_other_charsets_are_refused_and_break_nothing(client: Client, kind: str, charset: str) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\\ud800\r\n--x--\r\n'

    response = client.generic("POST", "/comment/", body, content_type=f"{kind}; charset={charset}")

    assert response.status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"text=%00",
        b"text=%ED%A0%80",
        b"text=%FF%FE",
        b"text=a&text=b",
        b"%00=x",
        b"=&&=",
        b"a" * 600_000,
    ],
)
@pytest.mark.parametrize("path", ["/comment/", "/reply/", "/sign-in/", "/notice/", "/sign-out/"])
def test_malformed_forms_are_refused_and_never_break(client: Client, path: str, body: bytes) -> None:
    response = client.post(path, body, content_type="application/x-www-form-urlencoded")

    assert response.status_code in (302, 400, 403)


def test_a_text_that_is_too_long_to_read_is_refused_with_what_to_do(client: Client) -> None:
    response = client.post("/comment/", {"text": "a" * 600_000})

    assert response.status_code == 400
    assert "Go back: your text should still be there. Shorten it to 20,000" in response.content.decode()


def test_a_form_with_too_many_fields_is_refused(client: Client) -> None:
    response = client.post("/comment/", {f"field{number}": "x" for number in range(60)})

    assert response.status_code == 400


def test_bodies_that_are_no_form_are_refused(client: Client) -> None:
    for kind in ("application/json", "multipart/form-data", "multipart/form-data; boundary=", ""):
        response = client.post("/comment/", b'{"text": ["\\ud800"]}', content_type=kind)

        assert response.status_code == 400
