"""PostgreSQL and Redis from Python wheels, for machines that have no servers of their own."""
