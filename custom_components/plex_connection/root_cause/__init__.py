"""Collects the evidence on a server, and keeps the verdict on its root cause."""
