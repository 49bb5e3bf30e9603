"""Addresses of lists of threads."""

from django.urls import path

from messaging.listing import views

urlpatterns = [
    path("mailbox/", views.mailbox, name="mailbox"),
    path("threads/", views.threads, name="threads"),
    path("threads/add/", views.add_thread, name="add_thread"),
]
