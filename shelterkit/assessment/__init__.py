"""Hold the shelf against the advice: how long each need is covered."""
