"""Tests of Plex Connection."""
