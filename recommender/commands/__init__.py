"""The commands of the command line; each file has ``add``, for its arguments, and ``run``."""
