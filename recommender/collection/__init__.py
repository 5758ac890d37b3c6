"""The folder of a collection: what is in it, how it is written, how it is opened."""
