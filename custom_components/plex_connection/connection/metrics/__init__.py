"""What is counted about servers and the account, by day and by type of connection."""
