"""Addresses of the pages on which administrators manage people and units."""

from django.urls import path

from accounts.administration import views

urlpatterns = [
    path("administration/people/", views.people, name="people"),
    path("administration/people/invite/", views.person_invite, name="person_invite"),
    path("administration/people/<uuid:public_id>/", views.person, name="person"),
    path("administration/people/<uuid:public_id>/pin/", views.person_pin, name="person_pin"),
    path("administration/people/<uuid:public_id>/role/", views.person_role, name="person_role"),
    path("administration/people/<uuid:public_id>/agree/", views.person_agree, name="person_agree"),
    path("administration/people/<uuid:public_id>/refuse/", views.person_refuse, name="person_refuse"),
    path("administration/people/<uuid:public_id>/renew/", views.person_renew, name="person_renew"),
    path("administration/people/<uuid:public_id>/revoke/", views.person_revoke, name="person_revoke"),
    path("administration/people/<uuid:public_id>/disable/", views.person_disable, name="person_disable"),
    path("administration/people/<uuid:public_id>/enable/", views.person_enable, name="person_enable"),
    path("administration/people/<uuid:public_id>/sign-out/", views.person_sign_out, name="person_sign_out"),
    path("administration/people/<uuid:public_id>/reset/", views.person_reset, name="person_reset"),
    path("administration/people/<uuid:public_id>/address/", views.person_address, name="person_address"),
    path("administration/roles/", views.roles_page, name="roles"),
    path("administration/units/", views.units, name="units"),
    path("administration/units/new/", views.unit_new, name="unit_new"),
]
