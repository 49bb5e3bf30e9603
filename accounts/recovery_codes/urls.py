"""Addresses of recovery codes: coming in by one, and one's own."""

from django.urls import path

from accounts.recovery_codes import views

urlpatterns = [
    path("recovery/", views.recovery, name="recovery"),
    path("account/recovery-code/", views.recovery_code, name="recovery_code"),
    path("account/recovery-code/new/", views.recovery_code_new, name="recovery_code_new"),
    path("account/recovery-code/remove/", views.recovery_code_remove, name="recovery_code_remove"),
]
