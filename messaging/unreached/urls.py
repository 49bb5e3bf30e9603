"""Addresses of the pages about people whom a unit has to reach another way."""

from django.urls import path

from messaging.unreached import views

urlpatterns = [
    path("unreached/", views.unreached, name="unreached"),
    path("unreached/<uuid:public_id>/", views.unreached_entry, name="unreached_entry"),
    path("unreached/<uuid:public_id>/letter/", views.unreached_letter, name="unreached_letter"),
]
