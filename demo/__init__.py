"""A real Home Assistant for demos, started, set up and stopped by a script."""
