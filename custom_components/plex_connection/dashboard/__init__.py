"""The websocket commands of the dashboard, and what they answer."""
