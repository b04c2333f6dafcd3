"""Removes identities and secrets from what leaves the integration."""
