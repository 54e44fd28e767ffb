"""Lists from elsewhere and lists for elsewhere: what a file says, read without touching a disk."""
