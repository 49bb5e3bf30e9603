"""Address of the list of e-mails about messages."""

from django.urls import path

from messaging.mails import views

urlpatterns = [
    path("deliveries/all/", views.mails, name="mails"),
]
