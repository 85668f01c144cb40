"""A live Asterisk: its wire, what its events mean, and the client that listens (docs/adr/0010)."""
