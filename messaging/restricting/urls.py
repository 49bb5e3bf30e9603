"""The address at which members of a unit say that a thread is restricted."""

from django.urls import path

from messaging.restricting import views

urlpatterns = [path("threads/<uuid:public_id>/restrict/", views.thread_restrict, name="thread_restrict")]
