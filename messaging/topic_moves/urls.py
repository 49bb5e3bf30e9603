"""Addresses of the pages on which a unit gives a topic to another, or keeps it."""

from django.urls import path

from messaging.topic_moves import views

urlpatterns = [
    path("topic-moves/", views.moves, name="moves"),
    path("topic-moves/<uuid:public_id>/", views.move, name="move"),
]
