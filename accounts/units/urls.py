"""Addresses of a unit's own pages: its members, and who shall become one."""

from django.urls import path

from accounts.units import views

urlpatterns = [
    path("your-key/", views.own_key, name="own_key"),
    path("units/<uuid:public_id>/", views.unit, name="unit"),
    path("units/<uuid:public_id>/notice-links/", views.unit_notice_links, name="unit_notice_links"),
    path("units/<uuid:public_id>/plain-email/", views.unit_plain_email, name="unit_plain_email"),
    path("units/<uuid:public_id>/screening/", views.unit_screening, name="unit_screening"),
    path("units/<uuid:public_id>/members/<uuid:person_id>/", views.member_end, name="member_end"),
    path("proposals/<uuid:public_id>/", views.proposal, name="proposal"),
    path("proposals/<uuid:public_id>/refuse/", views.proposal_refuse, name="proposal_refuse"),
    path("proposals/<uuid:public_id>/withdraw/", views.proposal_withdraw, name="proposal_withdraw"),
]
