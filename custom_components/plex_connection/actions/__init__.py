"""What the actions share: their targets, permissions and responses."""
