"""Read only: one file per question a page asks."""
