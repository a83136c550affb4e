"""What a domain says about its mail in DNS: MX, SPF and DMARC, asked only when somebody wants to see it."""
