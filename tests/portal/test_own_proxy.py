"""Whoever reaches the portal without its proxy is not believed what only the proxy says."""

from ipaddress import ip_network

import pytest

from tests.people import Browser


def says_tls(peer: str) -> Browser:
    return Browser(REMOTE_ADDR=peer, HTTP_X_FORWARDED_PROTO="https")


@pytest.mark.django_db
def test_nobody_but_the_own_proxy_is_believed_that_a_request_came_by_tls(settings):
    settings.PROXIES = [ip_network("192.0.2.0/28")]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    behind, past = (says_tls(peer).get("/reply/") for peer in ("192.0.2.6", "192.0.2.66"))

    assert behind.status_code == 200
    assert (past.status_code, past["Location"]) == (301, "https://testserver/reply/")


@pytest.mark.django_db
def test_whoever_comes_past_the_proxy_gets_no_fresh_counter_by_its_header(settings):
    settings.PROXIES = [ip_network("192.0.2.0/28")]
    settings.CLIENT_ADDRESS_HEADER = "HTTP_X_REAL_IP"
    settings.LIMITS = {**settings.LIMITS, "reply_code": (2, 900)}

    def guess(peer: str) -> list[int]:
        form = {"code": "0000-0000-0000-0000-0000"}
        return [
            Browser(REMOTE_ADDR=peer).post("/reply/", form, HTTP_X_REAL_IP=f"203.0.113.{number}").status_code
            for number in range(3)
        ]

    assert guess("192.0.2.6") == [400, 400, 400]
    assert guess("192.0.2.66") == [400, 400, 429]
