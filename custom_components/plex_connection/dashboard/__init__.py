"""The dashboard's WebSocket commands and their messages."""
