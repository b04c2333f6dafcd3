"""Code that the actions share: targets, permissions and responses."""
