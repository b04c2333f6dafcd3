"""Counters of servers and of the account, by day and by type of connection."""
