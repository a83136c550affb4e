"""An SMTP account that mail leaves through: server, security, login, From, limits."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from delivery.models.sealed import Sealed, SealedTextField

#: What a diagnosis calls the fields whose change can explain a failure.
TELLING_FIELDS = {
    "host": "host",
    "port": "port",
    "security": "security",
    "login_method": "login-method",
    "username": "login",
    "secret": "password",
    "from_email": "sender",
    "ca_file": "ca-file",
}


class AccountQuerySet(models.QuerySet["Account"]):
    """Accounts by what is to be done with them."""

    def sending(self) -> "AccountQuerySet":
        """Accounts the product itself sends through."""
        return self.filter(reported_only=False)


class Account(models.Model):
    """Where mail leaves. `reported_only` accounts are known from reports alone: nothing is sent through them."""

    class Security(models.TextChoices):
        STARTTLS = "starttls", _("STARTTLS")
        IMPLICIT = "implicit", _("TLS from the start")
        NONE = "none", _("No encryption")
        UNKNOWN = "unknown", _("Not known")

    class Login(models.TextChoices):
        PASSWORD = "password", _("Password")
        XOAUTH2 = "xoauth2", _("OAuth 2.0")
        NONE = "none", _("No login")

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        HELD = "held", _("On hold")

    name = models.CharField(max_length=120)
    #: How sources name the account; lower case.
    alias = models.SlugField(max_length=120, unique=True)
    host = models.CharField(max_length=255)
    port = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(65535)]
    )
    security = models.CharField(max_length=10, choices=Security, default=Security.STARTTLS)
    login_method = models.CharField(max_length=10, choices=Login, default=Login.PASSWORD)
    username = models.CharField(max_length=320, blank=True)
    secret = SealedTextField(default=Sealed.nothing, blank=True, editable=False)
    from_email = models.CharField(max_length=320, blank=True)
    #: A PEM file with the certificate authority to trust instead of the system's; empty: the system's.
    ca_file = models.CharField(max_length=500, blank=True)
    #: May the host resolve to a private or loopback address?
    allow_private = models.BooleanField(default=False)
    reported_only = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    #: The explanation that put the account on hold.
    held_for = models.CharField(max_length=80, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    #: When its held mail was last let go; the rest follows once something was accepted after that.
    released_at = models.DateTimeField(null=True, blank=True)
    next_probe_at = models.DateTimeField(null=True, blank=True)
    #: Sending slows down until then because the server asked for it.
    paced_until = models.DateTimeField(null=True, blank=True)
    max_connections = models.PositiveSmallIntegerField(default=3, validators=[MinValueValidator(1)])
    #: Messages a minute; empty: no limit of our own.
    per_minute = models.PositiveIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    last_success_at = models.DateTimeField(null=True, blank=True)
    #: AUTH mechanisms the server offered last time, upper case; null: never seen.
    mechanisms_offered = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    #: When server, security, login or From last changed.
    changed_at = models.DateTimeField(null=True, blank=True)
    #: What was changed since the last success, by the names in TELLING_FIELDS.
    changed_fields = models.JSONField(default=list, blank=True)

    objects: ClassVar[AccountQuerySet] = AccountQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["name", "id"]
        permissions = [
            ("control_account", "Can pause, resume and test an account"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(port__isnull=True) | models.Q(port__range=(1, 65535)),
                name="account_port_is_a_port",
            ),
            models.CheckConstraint(
                condition=models.Q(reported_only=True) | models.Q(port__isnull=False),
                name="account_that_sends_has_a_port",
            ),
            models.CheckConstraint(
                condition=models.Q(state="held", held_at__isnull=False)
                | (~models.Q(state="held") & models.Q(held_at__isnull=True)),
                name="account_on_hold_says_since_when",
            ),
            models.UniqueConstraint(
                fields=["host", "port", "username", "from_email"],
                condition=models.Q(reported_only=True),
                nulls_distinct=False,
                name="account_reported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def note_changes(self, fields: Iterable[str], *, at: datetime) -> None:
        """Remember what was changed since the last success, as far as it can explain a failure. Saves nothing."""
        changed = {TELLING_FIELDS[field] for field in fields if field in TELLING_FIELDS}
        if changed:
            self.changed_at = at
            self.changed_fields = sorted({*self.changed_fields, *changed})

    @property
    def domain(self) -> str:
        """The domain mail comes from: of From, else of the login, else empty."""
        return (self.from_email or self.username).rpartition("@")[2].lower()
