"""Folders that all machines of a cluster reach, by Hadoop's own file systems."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_GLOB = re.compile(r"([\\\[\]{}*?])")


def is_address(text: object) -> bool:
    """Whether this is ``scheme://...``, as in ``s3a://bucket/posts.jsonl``."""
    return isinstance(text, str) and _ADDRESS.match(text) is not None


def address_of(folder: Path) -> str:
    # Not Path.as_uri(): Hadoop takes %20 for three characters of the name.
    return f"file://{folder.absolute()}"


def literally(address: str) -> str:
    """The address with what Spark would take for wildcards escaped."""
    return _GLOB.sub(r"\\\1", address)


def exists(spark: "SparkSession", address: str) -> bool:
    path, files = _file_system(spark, address)
    return files.exists(path)


def remove(spark: "SparkSession", address: str) -> None:
    """Remove a folder with all that is in it, if it is there."""
    path, files = _file_system(spark, address)
    files.delete(path, True)


def _file_system(spark: "SparkSession", address: str) -> tuple[Any, Any]:
    path = spark.sparkContext._jvm.org.apache.hadoop.fs.Path(address)
    return path, path.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())
