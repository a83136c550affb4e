"""What is known of a message that is being handed over, written before its final dot."""

from django.db import models


class Mark(models.Model):
    """The job's body is about to be complete on the wire: from here on silence means "uncertain".

    A mark lives for as long as its job is being sent, in an UNLOGGED table: a dead worker loses none, an unclean stop of
    PostgreSQL loses all, and the epoch tells (delivery/queue/epoch.py). It is a row of its own because it is written for
    every message: the job's row is wide, and every index on it would be asked.
    """

    #: Without a constraint, which would look up the job a second time.
    job_id = models.BigIntegerField(primary_key=True)
    worker = models.CharField(max_length=120)
    at = models.DateTimeField()
    #: The job handed over just before on the same connection, and the words with which the server took it: they are
    #: known for certain from this moment, also when the worker dies before it has recorded them.
    vouches_for = models.BigIntegerField(null=True, blank=True)
    vouches_text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"#{self.job_id}"
