"""Addresses of threads."""

from django.urls import path

from messaging import views

urlpatterns = [
    path("mailbox/", views.mailbox, name="mailbox"),
    path("threads/", views.threads, name="threads"),
    path("threads/add/", views.add_thread, name="add_thread"),
    path("threads/<uuid:public_id>/", views.thread, name="thread"),
    path("threads/<uuid:public_id>/check/", views.thread_check, name="thread_check"),
]
