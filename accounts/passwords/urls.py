"""Addresses of one's own password, forgotten or not."""

from django.urls import path

from accounts.passwords import views

urlpatterns = [
    path("sign-in/forgotten/", views.forgotten, name="forgotten"),
    path("sign-in/new-password/", views.new_password, name="new_password"),
    path("account/password/", views.change_password, name="change_password"),
    path("account/password/known/", views.password_known, name="password_known"),
]
