"""Explains why an e-mail failed. A pure library: text and facts in, an explained diagnosis out."""
