"""Every address of the portal. Public pages say so themselves; all others ask for sign-in."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from portal.views import health, language, pages, start, status

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("start/", start.start, name="start"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("language/<slug:code>/", language.language, name="language"),
    path("status/", status.status, name="status"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("comments.urls")),
    path("", include("comments.mail_in.urls")),
    path("", include("messaging.urls")),
    path("", include("messaging.listing.urls")),
    path("", include("messaging.regrants.urls")),
    path("", include("messaging.administration.urls")),
    path("", include("messaging.mails.urls")),
    path("", include("messaging.inviting.urls")),
    path("", include("messaging.vouching.urls")),
    path("", include("messaging.unreached.urls")),
    path("", include("messaging.representing.urls")),
    path("", include("messaging.topic_moves.urls")),
    path("", include("messaging.releases.urls")),
    path("", include("messaging.restricting.urls")),
    path("", include("accounts.urls")),
    path("", include("accounts.earlier.urls")),
    path("", include("accounts.invitations.urls")),
    path("", include("accounts.passwords.urls")),
    path("", include("accounts.recovery_codes.urls")),
    path("", include("accounts.preferences.urls")),
    path("", include("accounts.links.urls")),
    path("", include("accounts.addresses.urls")),
    path("", include("accounts.signed_in.urls")),
    path("", include("accounts.authenticators.urls")),
    path("", include("accounts.passkeys.urls")),
    path("", include("accounts.second_step.urls")),
    path("", include("accounts.administration.urls")),
    path("", include("accounts.helping.urls")),
    path("", include("accounts.agency_sign_in.urls")),
    path("", include("accounts.units.urls")),
    path("", include("notices.urls")),
    path("", include("audit.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("portal.demo.urls")))

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.permission_denied"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.server_error"
