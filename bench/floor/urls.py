"""Addresses of the floor."""

from django.urls import path

from bench.floor import views

urlpatterns = [path("", views.floor), path("begin/", views.begin)]
