"""Finds the packages, and installs what ships of ``assets/`` as ``recommender/assets/``."""

from setuptools import find_packages, setup

setup(
    packages=[
        *find_packages(include=["recommender*"]),
        "recommender.assets",
        "recommender.assets.encoder",
    ],
    package_dir={"recommender.assets": "assets"},
)
