"""Everything that happens to an e-mail, in the order of happening."""
