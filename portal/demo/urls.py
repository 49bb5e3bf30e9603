"""Addresses that exist in the demo only."""

from django.urls import path

from portal.demo import views

urlpatterns = [
    path("mail/", views.demo_mail, name="demo_mail"),
    path("mail/<slug:name>/", views.demo_mail_item, name="demo_mail_item"),
]
