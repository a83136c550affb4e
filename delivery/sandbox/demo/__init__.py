"""The demo world: invented companies, real failures. Everything in it is demo data and says so."""
