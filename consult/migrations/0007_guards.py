"""On PostgreSQL the tables themselves refuse to change what was sealed, even for the application's own role."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION consult_event_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.hash <> '' THEN
        RAISE EXCEPTION 'a sealed event is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consult_event_guard BEFORE UPDATE OR DELETE ON consult_event
    FOR EACH ROW EXECUTE FUNCTION consult_event_guard();

CREATE FUNCTION consult_event_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM consult_event WHERE id = NEW.id AND hash = '') THEN
        RAISE EXCEPTION 'an event is sealed in the transaction that writes it'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER consult_event_sealed AFTER INSERT ON consult_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION consult_event_sealed();

CREATE FUNCTION consult_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.voided_at IS NOT NULL
        OR to_jsonb(NEW) - ARRAY['voided_at', 'voided_by_id', 'void_reason']
            <> to_jsonb(OLD) - ARRAY['voided_at', 'voided_by_id', 'void_reason'] THEN
        RAISE EXCEPTION 'a register entry can only be voided, once'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consult_entry_guard BEFORE UPDATE OR DELETE ON consult_registerentry
    FOR EACH ROW EXECUTE FUNCTION consult_entry_guard();

CREATE FUNCTION consult_register_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.last < OLD.last
        OR to_jsonb(NEW) - 'last' <> to_jsonb(OLD) - 'last' THEN
        RAISE EXCEPTION 'a register only grows' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consult_register_guard BEFORE UPDATE OR DELETE ON consult_register
    FOR EACH ROW EXECUTE FUNCTION consult_register_guard();

CREATE FUNCTION consult_kept_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'this row is never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER consult_incoming_guard BEFORE UPDATE OR DELETE ON consult_incomingpaper
    FOR EACH ROW EXECUTE FUNCTION consult_kept_guard();
CREATE TRIGGER consult_opening_guard BEFORE UPDATE ON consult_opening
    FOR EACH ROW EXECUTE FUNCTION consult_kept_guard();
"""

NO_GUARDS = """
DROP TRIGGER consult_event_guard ON consult_event;
DROP TRIGGER consult_event_sealed ON consult_event;
DROP TRIGGER consult_entry_guard ON consult_registerentry;
DROP TRIGGER consult_register_guard ON consult_register;
DROP TRIGGER consult_incoming_guard ON consult_incomingpaper;
DROP TRIGGER consult_opening_guard ON consult_opening;
DROP FUNCTION consult_event_guard();
DROP FUNCTION consult_event_sealed();
DROP FUNCTION consult_entry_guard();
DROP FUNCTION consult_register_guard();
DROP FUNCTION consult_kept_guard();
"""


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            # Rows that this migration run wrote must be settled before their tables change.
            schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("consult", "0006_sealed_history")]
    operations = [migrations.RunPython(on_postgresql(GUARDS), on_postgresql(NO_GUARDS))]
