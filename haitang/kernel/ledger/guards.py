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

GUARDS = (*append_only("ledger_entry"), *append_only("ledger_seal"), _SEALED_DAY)
