"""Addresses of one's own password."""

from django.urls import path

from accounts.passwords import views

urlpatterns = [
    path("account/password/", views.change_password, name="change_password"),
    path("account/password/known/", views.password_known, name="password_known"),
]
