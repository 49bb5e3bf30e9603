"""Addresses of the app that gives one-time codes."""

from django.urls import path

from accounts.authenticators import views

urlpatterns = [
    path("account/app/new/", views.authenticator_new, name="authenticator_new"),
    path("account/app/", views.authenticator, name="authenticator"),
    path("account/app/remove/", views.authenticator_remove, name="authenticator_remove"),
]
