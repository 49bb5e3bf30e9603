"""Addresses of what people choose about how we write to them."""

from django.urls import path

from accounts.preferences import views

urlpatterns = [path("account/language/", views.language, name="own_language")]
