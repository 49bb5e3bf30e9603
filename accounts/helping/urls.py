"""Addresses of the pages on which administrators help somebody of the public with their account."""

from django.urls import path

from accounts.helping import views

urlpatterns = [
    path("administration/accounts/", views.helped, name="helped"),
    path("administration/accounts/<uuid:public_id>/", views.helped_account, name="helped_account"),
    path("administration/accounts/<uuid:public_id>/reset/", views.helped_reset, name="helped_reset"),
    path("administration/accounts/<uuid:public_id>/disable/", views.helped_disable, name="helped_disable"),
    path("administration/accounts/<uuid:public_id>/enable/", views.helped_enable, name="helped_enable"),
    path("administration/accounts/<uuid:public_id>/sign-out/", views.helped_sign_out, name="helped_sign_out"),
]
