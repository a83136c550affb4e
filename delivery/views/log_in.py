"""The way in. In the demo it says with which names."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView

from delivery import demo


class LogIn(LoginView):
    """Asks for name and password; whoever is in already goes on."""

    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and the demo's logins where this is the demo."""
        logins = {"logins": tuple(demo.LOGINS), "password": demo.PASSWORD} if settings.DEMO else None
        return super().get_context_data(demo=logins, **kwargs)
