"""Addresses of inviting a member of the public, and of taking an invitation up."""

from django.urls import path

from messaging.inviting import views

urlpatterns = [
    path("mailbox/invite/", views.invite, name="invite"),
    path("mailbox/invite/check/", views.invite_check, name="invite_check"),
    path("threads/<uuid:public_id>/invite/", views.invite_again, name="invite_again"),
    path("threads/<uuid:public_id>/invited/", views.halves, name="halves"),
    path("threads/<uuid:public_id>/letter/", views.letter, name="letter"),
    path("threads/<uuid:public_id>/letter/pin/", views.letter, {"is_second": True}, name="letter_with_pin"),
    path("threads/<uuid:public_id>/revoke/", views.revoke, name="revoke_invitation"),
    path("invited/", views.invited, name="invited"),
    path("invited/code/", views.invited_code, name="invited_code"),
]
