"""The codes that servers answered a job's tries with, to find the job by; written only where something was refused."""

from django.db import models


class MetCode(models.Model):
    """One code of one job: "535", "5.7.139". In the attempts an index would cost every accepted e-mail as well."""

    job = models.ForeignKey("delivery.Job", on_delete=models.CASCADE, related_name="met_codes")
    code = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "job"], name="met_code_once")]

    def __str__(self) -> str:
        return f"{self.code} #{self.job_id}"
