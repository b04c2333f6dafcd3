"""Code that triggers and conditions share."""
