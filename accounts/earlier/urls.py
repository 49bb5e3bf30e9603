"""The address at which an old password, code or passkey opens what was locked."""

from django.urls import path

from accounts.earlier import views

urlpatterns = [path("account/earlier/", views.earlier_keys, name="earlier_keys")]
