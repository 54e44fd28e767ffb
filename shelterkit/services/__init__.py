"""One function per request: gather, decide, act."""
