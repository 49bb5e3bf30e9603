"""The addresses of a portal that runs the demo: those of every portal, and the demo's own."""

from django.urls import include, path

from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as of_every_portal

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [*of_every_portal, path("demo/", include("portal.demo.urls"))]
