"""The verbs of `manage.py` that need neither Django nor a server, one file each."""
