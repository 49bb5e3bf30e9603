"""Addresses of what is locked after a reset: for whoever was reset, and for the members who decide."""

from django.urls import path

from messaging.regrants import views

urlpatterns = [
    path("threads/locked/", views.locked_threads, name="locked_threads"),
    path("units/<uuid:public_id>/locked/", views.regrants, name="regrants"),
    path("regrants/<uuid:public_id>/", views.regrant, name="regrant"),
    path("regrants/<uuid:public_id>/letter/", views.regrant_letter, name="regrant_letter"),
]
