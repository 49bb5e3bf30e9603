"""Addresses of the public form."""

from django.urls import path

from comments import views

urlpatterns = [path("comment/", views.comment, name="comment")]
