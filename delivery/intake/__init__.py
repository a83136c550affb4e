"""Where mail and reports of failed mail come in."""
