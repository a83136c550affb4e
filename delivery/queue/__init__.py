"""PostgreSQL is the queue: who may send what, when, and over how many connections."""
