"""The address under which a unit reads how it made sure who somebody is."""

from django.urls import path

from messaging.vouching import views

urlpatterns = [path("threads/<uuid:public_id>/identity/", views.vouchings, name="vouchings")]
