"""Claims, converses, records: one account at a time."""
