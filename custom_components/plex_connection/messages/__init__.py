"""Tells the user when a server goes offline, is back, or has another problem."""
