"""The dashboard's side of Home Assistant: its websocket commands and what they answer."""
