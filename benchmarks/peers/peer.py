"""What is asked of django-post_office; the last line printed is the answer in seconds."""

import sys
import time

import django
from django.core.management import call_command

TEXT = "Thank you for your order, it is on its way.\n"


def _mail(number: int, size: int) -> dict[str, object]:
    return {
        "recipients": [f"customer{number}@example.net"],
        "sender": "a@example.com",
        "subject": f"Order {number}",
        "message": TEXT * (size // len(TEXT)),
    }


def main(what: str, many: int = 0, size: int = 2048) -> float:
    """Do one thing; answer how long it took."""
    django.setup()
    from post_office import mail  # noqa: PLC0415 (needs Django)
    from post_office.models import Email, Log  # noqa: PLC0415

    began = time.monotonic()
    match what:
        case "migrate":
            call_command("migrate", verbosity=0)
        case "fill":
            Log.objects.all().delete()
            Email.objects.all().delete()
            for start in range(0, many, 1000):
                mail.send_many([_mail(number, size) for number in range(start, min(many, start + 1000))])
        case "enqueue":
            for number in range(many):
                mail.send(**_mail(number, size))
        case "enqueue-bulk":
            for start in range(0, many, 1000):
                mail.send_many([_mail(number, size) for number in range(start, min(many, start + 1000))])
        case "send":
            call_command("send_queued_mail", processes=2, verbosity=0)
            if left := Email.objects.exclude(status=0).count():
                raise SystemExit(f"{left} messages were not sent")
    return time.monotonic() - began


if __name__ == "__main__":
    print(main(sys.argv[1], *map(int, sys.argv[2:])))
