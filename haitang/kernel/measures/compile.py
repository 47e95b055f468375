"""The one compiler: from a declared measure to the SQL of whichever engine runs it."""


def sql(expression: object, dialect: str) -> str:
    """The SQL of an ibis *expression* in *dialect* (``sqlite``, ``postgres``, ``duckdb``, ``pyspark``)."""
    import ibis  # noqa: PLC0415 -- slow import

    return str(ibis.to_sql(expression, dialect=dialect))
