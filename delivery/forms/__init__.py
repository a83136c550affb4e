"""What people may ask for and send: each form cleans, nothing more."""
