"""Django's own admin, for plumbing only: accounts and sources can be edited, what happened can be looked at."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delivery.intake.submission import is_address
from delivery.models import Account, Activity, Attempt, Incident, Job, Message, Slot, Source, Tally
from delivery.models.sealed import Sealed
from delivery.smtp.address import private_addresses

#: So long (seconds) a host name may take to be found while a form is checked.
LOOK_UP_SECONDS = 2.0


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """The password goes in and never comes out; empty leaves it as it is."""

    new_secret = forms.CharField(
        required=False, widget=forms.PasswordInput, label="Password or token", help_text="Empty: leave as it is."
    )

    class Meta:
        model = Account
        fields = (
            "name",
            "alias",
            "host",
            "port",
            "security",
            "login_method",
            "username",
            "from_email",
            "ca_file",
            "allow_private",
            "max_connections",
            "per_minute",
        )
        labels: ClassVar = {"allow_private": _("May call private addresses")}
        help_texts: ClassVar = {
            "allow_private": _("Only for a mail server of your own inside your network; otherwise leave it unticked.")
        }

    def clean_from_email(self) -> str:
        """Mail leaves with this address, so it must be one."""
        address: str = self.cleaned_data["from_email"]
        if address and not is_address(address):
            raise forms.ValidationError("This is no e-mail address; write it without a name.")
        return address

    def clean(self) -> dict[str, Any]:
        """What sends needs a port and a server we may call; what is only reported must stay the only one of its kind."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.reported_only:
            self._refuse_twins(cleaned)
            return cleaned
        if "port" in cleaned and cleaned["port"] is None:
            self.add_error("port", _("An account that sends needs a port."))
        if cleaned.get("host") and not cleaned.get("allow_private"):
            self._refuse_private(cleaned["host"])
        return cleaned

    def _refuse_private(self, host: str) -> None:
        if private := private_addresses(host, limit=LOOK_UP_SECONDS):
            told = _(
                "%(host)s leads into a private network (%(addresses)s). If it is a mail server of your own, "
                "tick “May call private addresses”; otherwise correct the name."
            )
            self.add_error("host", told % {"host": host, "addresses": ", ".join(private)})

    def _refuse_twins(self, cleaned: dict[str, Any]) -> None:
        identity = {name: cleaned.get(name) for name in ("host", "port", "username", "from_email")}
        if Account.objects.filter(reported_only=True, **identity).exclude(pk=self.instance.pk).exists():
            self.add_error(
                "host", _("Failures of this server, port, login and From are already kept in another account.")
            )


@admin.register(Account)
class AccountAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Accounts, without their secrets."""

    form = AccountForm
    list_display = ("name", "host", "port", "username", "state", "reported_only")
    search_fields = ("name", "alias", "host", "username")

    def save_model(self, request: HttpRequest, obj: Account, form: Any, change: bool) -> None:
        """Write what was changed and nothing else: workers may put the account on hold at this moment."""
        changed = [name for name in form.changed_data if name != "new_secret"]
        if form.cleaned_data.get("new_secret"):
            obj.secret = Sealed(form.cleaned_data["new_secret"])
            changed.append("secret")
        if not change:
            super().save_model(request, obj, form, change)
            return
        now = timezone.now()
        obj.note_changes(changed, at=now)
        obj.save(update_fields=[*changed, "changed_at", "changed_fields"])
        if changed:
            Activity.objects.create(
                at=now,
                user_id=request.user.pk,
                user_name=request.user.get_username(),
                verb=Activity.Verb.CHANGED,
                account=obj,
                # Names of fields only: what stood in them may be secret.
                details={"fields": changed},
            )


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Sources and their policies."""

    list_display = ("name", "slug", "default_account", "on_uncertain")
    prepopulated_fields = {"slug": ("name",)}


class LookOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """What happened is not edited by hand."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes by hand."""
        return False


admin.site.register((Activity, Attempt, Incident, Job, Slot, Tally), LookOnly)


@admin.register(Message)
class MessageAdmin(LookOnly):
    """Outlines of messages; the content is not shown here."""

    list_display = ("subject", "kind", "source", "created_at", "size")
    exclude = ("mime", "idempotency_digest")
