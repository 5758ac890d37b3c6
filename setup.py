"""Packages are found; the files of ``assets/`` are installed as ``recommender/assets/``."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["recommender*"]), "recommender.assets"],
    package_dir={"recommender.assets": "assets"},
)
