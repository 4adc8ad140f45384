"""Clients generated from the documents in `spec/`, one package each."""
