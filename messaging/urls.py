"""Addresses of threads."""

from django.urls import path

from messaging import views

urlpatterns = [
    path("threads/<uuid:public_id>/", views.thread, name="thread"),
    path("threads/<uuid:public_id>/check/", views.thread_check, name="thread_check"),
]
