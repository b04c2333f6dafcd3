"""A real Home Assistant to look at: started, set up and stopped by a script."""
