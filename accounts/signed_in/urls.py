"""Addresses of the page that says where somebody is signed in."""

from django.urls import path

from accounts.signed_in import views

urlpatterns = [
    path("account/sessions/", views.sessions, name="sessions"),
    path("account/stay/", views.stay, name="stay"),
    path("account/sessions/end-others/", views.end_other_sessions, name="end_other_sessions"),
    path("account/sessions/<uuid:public_id>/end/", views.end_session, name="end_session"),
]
