from django.urls import path

from accounts.links import views

urlpatterns = [
    path("sign-in/link/", views.ask, name="ask_for_link"),
    path("sign-in/link/follow/", views.follow, name="follow_link"),
]
