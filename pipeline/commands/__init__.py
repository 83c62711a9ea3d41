"""The commands of the command line, one module each.

A module of a command imports only click and the errors when it is loaded; everything heavy is
imported inside the command, so that `vedtak --help` answers at once.
"""
