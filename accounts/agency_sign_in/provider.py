"""The agency's OpenID provider: where a browser is sent, and what comes back is worth.

allauth speaks the protocol: state, PKCE (RFC 7636) and the exchange of the code. Here stands what it leaves
to others: a nonce, a signature that is always verified, the one issuer that was set, and no session of its
own (OpenID Connect Core 1.0, section 3.1.3.7). Its own pages are not part of this portal.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from jwt.types import Options
from requests import RequestException

from accounts.errors import AgencySignInFailed

NAME = "agency"
LONGEST_SUBJECT = 255
# With a public key each: whoever only knows the client's secret can make none.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]


@dataclass(frozen=True)
class Claims:
    """Hold what the provider says of somebody: who they are there, and whether it saw a second factor.

    shown: their address or name there, to be looked at only: nobody is found by it.
    """

    issuer: str
    subject: str
    shown: str
    is_strong: bool


class _Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    def get_provider(self) -> "_Provider":
        return provider_of(self.request)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Name where the browser comes back to; its host is never taken from the request."""
        return f"{settings.SITE_URL}{reverse('agency_sign_in_back')}"

    def claims(self, id_token: str) -> Mapping[str, Any]:
        """Verify signature, issuer, audience and time of an id token; allauth leaves the signature out."""
        issuer, client = settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID
        if self.openid_config["issuer"] != issuer:
            raise OAuth2Error("another issuer than was set")
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
        answer.raise_for_status()
        key = _signing_key(jwt.PyJWKSet.from_dict(answer.json()), jwt.get_unverified_header(id_token))
        required: Options = {"require": ["exp", "iat", "nonce", "sub"]}
        claims: Mapping[str, Any] = jwt.decode(
            id_token, key, algorithms=ALGORITHMS, audience=client, issuer=issuer, options=required
        )
        if claims["aud"] not in (client, [client]) and claims.get("azp") != client:
            raise OAuth2Error("made for another client too, and not asked for by us")
        return claims


def _signing_key(keys: jwt.PyJWKSet, header: Mapping[str, Any]) -> jwt.PyJWK:
    """Pick the provider's key that a token names; one that names none is by the only key."""
    fitting = [key for key in keys.keys if "kid" not in header or key.key_id == header["kid"]]
    if len(fitting) != 1:
        raise OAuth2Error("by an unknown key")
    return fitting[0]


class _Provider(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = _Adapter

    def get_oauth2_adapter(self, request: HttpRequest) -> _Adapter:
        return _Adapter(request, NAME)


def is_configured() -> bool:
    """Tell whether the agency has a provider."""
    return bool(settings.OIDC_ISSUER)


def provider_of(request: HttpRequest) -> _Provider:
    """Put together what allauth needs to know of the provider; nothing of it is in a table."""
    app = SocialApp(
        provider="openid_connect",
        provider_id=NAME,
        name=settings.OIDC_NAME,
        client_id=settings.OIDC_CLIENT_ID,
        secret=settings.OIDC_CLIENT_SECRET,
        settings={
            "server_url": settings.OIDC_ISSUER.rstrip("/"),
            "oauth_pkce_enabled": True,
            "scope": ["openid", "email"],
        },
    )
    return _Provider(request, app=app)


def send(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider; raises AgencySignInFailed when it does not answer."""
    nonce = secrets.token_urlsafe(32)
    try:
        return cast(
            HttpResponse,
            provider_of(request).redirect(request, "login", nonce=nonce, auth_params={"nonce": nonce}),
        )
    except (OAuth2Error, RequestException, KeyError, ValueError):
        raise AgencySignInFailed from None


def receive(request: HttpRequest) -> Claims:
    """Take what the browser brought back from the provider, once.

    Raises AgencySignInFailed for everything that is not a fresh answer to what this browser was sent with.
    """
    state = statekit.unstash_state(request, provider_id=NAME, state_id=request.GET.get("state", ""))
    if state is None or "error" in request.GET or not request.GET.get("code"):
        raise AgencySignInFailed
    provider = provider_of(request)
    adapter = provider.get_oauth2_adapter(request)
    try:
        client = adapter.get_client(request, provider.app)
        answer = adapter.get_access_token_data(
            request, provider.app, client, pkce_code_verifier=state["pkce_code_verifier"]
        )
        claims = adapter.claims(answer["id_token"])
        is_fresh = hmac.compare_digest(str(claims["nonce"]).encode(), str(state["nonce"]).encode())
        subject = claims["sub"]
    except (OAuth2Error, RequestException, jwt.PyJWTError, KeyError, TypeError, ValueError):
        raise AgencySignInFailed from None
    if not is_fresh or not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise AgencySignInFailed
    shown = str(claims.get("email") or claims.get("name") or subject)[:100]
    return Claims(settings.OIDC_ISSUER, subject, shown, _is_strong(claims))


def _is_strong(claims: Mapping[str, Any]) -> bool:
    """Tell whether the provider says that it saw what the agency takes for a second factor (RFC 8176)."""
    methods = claims.get("amr")
    said = {str(method) for method in methods} if isinstance(methods, list) else set()
    return bool((said | {str(claims.get("acr", ""))}) & set(settings.OIDC_STRONG))
