"""The verbs of the command line; each file has ``add`` (its arguments) and ``run``."""
