"""Addresses of the pages about topics, screening, and notices that could not be sent."""

from django.urls import path

from messaging.administration import views

urlpatterns = [
    path("administration/topics/", views.topics, name="topics"),
    path("administration/topics/new/", views.topic_new, name="topic_new"),
    path("administration/topics/<uuid:public_id>/", views.topic, name="topic"),
    path("screening/", views.screening, name="screening"),
    path("administration/topics/<uuid:public_id>/stay/", views.topic_stay, name="topic_stay"),
    path("deliveries/", views.deliveries, name="deliveries"),
    path("deliveries/try-again/", views.deliveries_again, name="deliveries_again"),
    path("deliveries/<uuid:public_id>/try-again/", views.delivery_again, name="delivery_again"),
]
