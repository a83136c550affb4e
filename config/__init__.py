"""How the parts are wired and started."""
