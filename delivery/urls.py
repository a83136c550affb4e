"""Where the pages of this app are."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

from delivery.views.email import email
from delivery.views.email_download import email_download
from delivery.views.emails import emails
from delivery.views.first_admin import first_admin

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="emails"), name="home"),
    path("login/", LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("first-admin/<str:token>/", first_admin, name="first_admin"),
    path("emails/", emails, name="emails"),
    path("emails/<int:job_id>/", email, name="email"),
    path("emails/<int:job_id>/explanation.<str:ending>", email_download, name="email_download"),
]
