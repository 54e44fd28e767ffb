"""The command line: parse, call one service, print, choose the exit code."""
