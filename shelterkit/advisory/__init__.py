"""What an authority recommends, every number with its source."""
