"""Addresses of the pages about mail that came in."""

from django.urls import path

from comments.mail_in import views

urlpatterns = [
    path("incoming/", views.incoming, name="incoming"),
    path("incoming/<uuid:public_id>/", views.incoming_mail, name="incoming_mail"),
    path("incoming/<uuid:public_id>/thread/", views.incoming_thread, name="incoming_thread"),
    path("incoming/<uuid:public_id>/original/", views.incoming_original, name="incoming_original"),
    path("incoming/<uuid:public_id>/files/<uuid:file_id>/", views.incoming_file, name="incoming_file"),
    path("threads/<uuid:public_id>/mail/", views.thread_mail, name="thread_mail"),
]
