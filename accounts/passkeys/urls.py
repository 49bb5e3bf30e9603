"""Addresses of passkeys."""

from django.urls import path

from accounts.passkeys import views

urlpatterns = [
    path("sign-in/passkey/", views.passkey_sign_in, name="passkey_sign_in"),
    path("passkeys/options/", views.passkey_options, name="passkey_options"),
    path("account/passkeys/new/", views.passkey_new, name="passkey_new"),
    path("account/passkeys/open/", views.passkey_open, name="passkey_open"),
    path("account/passkeys/<uuid:public_id>/remove/", views.passkey_remove, name="passkey_remove"),
]
