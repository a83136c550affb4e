"""The steps of `make setup`, one file each: what a checkout needs before anything can start."""
