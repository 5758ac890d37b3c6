"""The stages of a build on Apache Spark. Nothing else imports it, since pyspark is optional."""
