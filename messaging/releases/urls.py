"""Addresses of what waits for a second member."""

from django.urls import path

from messaging.releases import views

urlpatterns = [
    path("releases/", views.releases, name="releases"),
    path("releases/<uuid:public_id>/", views.release, name="release"),
]
