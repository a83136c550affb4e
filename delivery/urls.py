"""Where the pages of this app are."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

from delivery.views.account import account
from delivery.views.accounts import accounts
from delivery.views.control_account import control_account, fix_demo
from delivery.views.control_job import control_job
from delivery.views.email import email
from delivery.views.email_domain import email_domain
from delivery.views.email_download import email_download
from delivery.views.emails import emails
from delivery.views.first_admin import first_admin
from delivery.views.log_in import LogIn
from delivery.views.resend import resend

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="emails"), name="home"),
    path("login/", LogIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("first-admin/<str:token>/", first_admin, name="first_admin"),
    path("emails/", emails, name="emails"),
    path("emails/<int:job_id>/", email, name="email"),
    path("emails/<int:job_id>/explanation.<str:ending>", email_download, name="email_download"),
    path("emails/<int:job_id>/domain/", email_domain, name="email_domain"),
    path("emails/<int:job_id>/resend/", resend, name="resend"),
    path("emails/<int:job_id>/<slug:what>/", control_job, name="control_job"),
    path("accounts/", accounts, name="accounts"),
    path("accounts/<int:account_id>/", account, name="account"),
    path("accounts/<int:account_id>/fix/", fix_demo, name="fix_demo"),
    path("accounts/<int:account_id>/<slug:what>/", control_account, name="control_account"),
]
