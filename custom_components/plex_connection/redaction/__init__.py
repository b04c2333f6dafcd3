"""What leaves the integration without identifying a person or revealing a secret."""
