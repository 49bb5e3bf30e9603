"""The address of the second step of signing in."""

from django.urls import path

from accounts.second_step import views

urlpatterns = [path("sign-in/second/", views.second_step, name="second_step")]
