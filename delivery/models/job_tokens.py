"""The words a job is found by, apart from the job: they are written once, the job changes with every try."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class JobTokens(models.Model):
    """What queries/search.py looks up. In the job itself each change of its state would index all words anew."""

    job = models.OneToOneField("delivery.Job", primary_key=True, on_delete=models.CASCADE, related_name="tokens")
    tokens = SearchVectorField()

    class Meta:
        #: New words wait together (at most so many kB) and are indexed many at once; a search reads those too.
        indexes = [GinIndex(fields=["tokens"], fastupdate=True, gin_pending_list_limit=512, name="job_tokens")]

    def __str__(self) -> str:
        return f"#{self.job_id}"
