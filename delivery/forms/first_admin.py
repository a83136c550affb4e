"""The name and password of the first admin."""

from typing import Any

from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import User


class FirstAdminForm(UserCreationForm):  # type: ignore[type-arg] # generic for the type checker only
    """Makes a user who may do everything, also in Django's admin."""

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("username",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"

    def save(self, commit: bool = True) -> User:
        """Store the admin."""
        user = super().save(commit=False)
        user.is_staff = user.is_superuser = True
        if commit:
            user.save()
        return user
