"""The address that an invitation leads to."""

from django.urls import path

from accounts.invitations import views

urlpatterns = [path("invitation/", views.invitation, name="invitation")]
