"""Foods whose energy is known: what they are called, and how much they hold."""
