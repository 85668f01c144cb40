"""The desk: what dispatchers and agencies see, and how agencies are told."""
