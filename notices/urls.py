"""Addresses of the pages about notices."""

from django.urls import path

from notices import views

urlpatterns = [path("notice/", views.notice, name="notice")]
