"""Addresses of representatives."""

from django.urls import path

from messaging.representing import views

urlpatterns = [
    path("representatives/", views.representatives, name="representatives"),
    path("administration/representatives/", views.represented, name="represented"),
    path("representatives/<uuid:public_id>/end/", views.representative_end, name="representative_end"),
    path("threads/<uuid:public_id>/representative/", views.representative_new, name="representative_new"),
]
