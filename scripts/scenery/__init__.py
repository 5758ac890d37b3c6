"""Pictures of the world rendered from arithmetic alone: numpy, scipy and Pillow."""
