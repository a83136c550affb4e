"""Kills everything that can be killed while mail is sent, and compares what arrived with what we say about it."""
