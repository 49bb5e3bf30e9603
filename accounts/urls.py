"""Addresses of sign-in and of one's own account.

`account_login` is the name under which allauth looks for ours.
"""

from django.urls import path

from accounts import views

urlpatterns = [
    path("sign-in/", views.SignInView.as_view(), name="sign_in"),
    path("sign-in/", views.SignInView.as_view(), name="account_login"),
    path("prove/", views.prove, name="prove"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("signed-out/", views.signed_out, name="signed_out"),
    path("reply/", views.reply, name="reply"),
    path("address/withdraw/", views.withdraw_address, name="withdraw_address"),
    path("address/confirm/<slug:token>/", views.confirm_address, name="confirm_address"),
    path("account/", views.account, name="account"),
    path("account/second-factor/", views.second_factor, name="second_factor"),
    path("account/new/", views.make_account, name="make_account"),
    path("account/send-again/", views.send_confirmation, name="send_confirmation"),
    path("account/confirm/", views.confirm_account, name="confirm_account"),
    path("account/end-code/", views.end_reply_code, name="end_reply_code"),
]
