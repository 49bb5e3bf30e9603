"""Addresses of the pages about the address that somebody signs in with."""

from django.urls import path

from accounts.addresses import views

urlpatterns = [
    path("account/address/", views.change_address, name="change_address"),
    path("account/address/keep/", views.keep_address, name="keep_address"),
    path("address/", views.notice_address, name="notice_address"),
]
