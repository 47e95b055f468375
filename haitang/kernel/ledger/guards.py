"""The triggers that keep the ledger shut: entries and seals never change, sealed days take nothing new."""

from haitang.lib.guards import Guard, append_only

#: A seal closes its day and every day before it, those without an entry as well.
_SEALED_DAY = Guard(
    "ledger_entry_refuses_sealed_day",
    "ledger_entry",
    """CREATE TRIGGER ledger_entry_refuses_sealed_day BEFORE INSERT ON ledger_entry
    WHEN EXISTS (SELECT 1 FROM ledger_seal WHERE region_id = NEW.region_id AND day >= NEW.recorded_on)
    BEGIN SELECT RAISE(ABORT, 'the day is sealed: it takes no more entries'); END""",
    (
        """CREATE OR REPLACE FUNCTION haitang_sealed_day() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF EXISTS (
            SELECT 1 FROM (SELECT region_id, min(recorded_on) AS first FROM fresh GROUP BY region_id) AS f
            JOIN ledger_seal AS s ON s.region_id = f.region_id AND s.day >= f.first
        ) THEN RAISE EXCEPTION 'the day is sealed: it takes no more entries'
            USING ERRCODE = 'restrict_violation'; END IF;
        RETURN NULL; END $$""",
        # By statement, not by row: a bulk of thousands asks once.
        """CREATE TRIGGER ledger_entry_refuses_sealed_day AFTER INSERT ON ledger_entry
        REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION haitang_sealed_day()""",
    ),
)

#: The same for what was erased: it lies under the seal of the day on which that was done.
_SEALED_DAY_OF_ERASURES = Guard(
    "ledger_erasure_refuses_sealed_day",
    "ledger_erasure",
    _SEALED_DAY.sqlite.replace("ledger_entry", "ledger_erasure"),
    tuple(statement.replace("ledger_entry", "ledger_erasure") for statement in _SEALED_DAY.postgresql),
)

GUARDS = (
    *append_only("ledger_entry"),
    *append_only("ledger_erasure"),
    *append_only("ledger_seal"),
    _SEALED_DAY,
    _SEALED_DAY_OF_ERASURES,
)
