"""The kit file on disk: read it whole, replace it whole, and keep every version of it."""
