"""Addresses of the agency's own sign-in."""

from django.urls import path

from accounts.agency_sign_in import views

urlpatterns = [
    path("sign-in/agency/", views.send, name="agency_sign_in"),
    path("sign-in/agency/back/", views.back, name="agency_sign_in_back"),
    path("account/agency-sign-in/", views.identity, name="agency_identity"),
]
