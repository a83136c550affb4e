"""What a run is handing over, written before its final dot."""

from django.db import models


class Mark(models.Model):
    """The body of this job is about to be complete on the wire: from here on silence means "uncertain".

    One row for each run, rewritten with every message: the run sends its jobs in the order of their claims and records
    every ending but "accepted" before it goes on, so all before the one that is named here were taken. The row stands in
    an UNLOGGED table: a dead worker loses none, an unclean stop of PostgreSQL loses all, and the epoch tells
    (delivery/queue/epoch.py).
    """

    worker = models.CharField(max_length=120, primary_key=True)
    at = models.DateTimeField()
    #: Without a constraint, which would look up the job for every message. None: nothing was handed over yet.
    job_id = models.BigIntegerField(null=True, blank=True)
    #: When the job was claimed. One that was refused may come back to the same run: then the mark is of its earlier try.
    claimed_at = models.DateTimeField(null=True, blank=True)
    #: The job that the server took last, and the words with which it did: they are known for certain from this moment,
    #: also when the worker dies before it has recorded them.
    vouches_for = models.BigIntegerField(null=True, blank=True)
    vouches_text = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.worker
