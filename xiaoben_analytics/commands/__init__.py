"""Commands of the command line, one room for each kind of reader; `__main__` brings them together."""
