"""Tags and filters that show an explanation."""
