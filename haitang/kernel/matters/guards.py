"""The triggers that keep a matter's history as it was written."""

from haitang.lib.guards import Guard, append_only

#: What an erasure leaves as it was: everything but the text and the mark that it was erased.
KEPT = (
    "id",
    "matter_id",
    "uuid",
    "kind",
    "move_id",
    "from_state_id",
    "to_state_id",
    "from_owner_id",
    "to_owner_id",
    "actor_id",
    "role",
    "unit_id",
    "version_id",
    "at",
    "shown",
)
_NAME = "matters_step_refuses_update"
_SQLITE_SAME = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in KEPT)
_POSTGRESQL_SAME = " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in KEPT)
_ERASES = "OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.note = '' AND "

#: Refuses every change of a step but one: its text is blanked, once, and the step says when.
_ERASED_ONCE = Guard(
    _NAME,
    "matters_step",
    f"""CREATE TRIGGER {_NAME} BEFORE UPDATE ON matters_step WHEN NOT ({_ERASES}{_SQLITE_SAME})
    BEGIN SELECT RAISE(ABORT, 'matters_step is append-only'); END""",
    (
        f"""CREATE OR REPLACE FUNCTION haitang_erased_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF {_ERASES}{_POSTGRESQL_SAME} THEN RETURN NEW; END IF;
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$""",
        f"""CREATE TRIGGER {_NAME} BEFORE UPDATE ON matters_step
        FOR EACH ROW EXECUTE FUNCTION haitang_erased_once()""",
    ),
)

GUARDS = (*(guard for guard in append_only("matters_step") if guard.name != _NAME), _ERASED_ONCE)
