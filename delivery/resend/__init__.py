"""What people do about mail that did not go out: send it again, try now, let go, give up."""
