"""On PostgreSQL nothing sealed is emptied, ends of histories only grow, and the access log goes by its period alone."""

from django.db import migrations

EMPTIED_BY_NOBODY = (
    "consult_event",
    "consult_historyhead",
    "consult_register",
    "consult_registerentry",
    "consult_incomingpaper",
    "consult_opening",
)

GUARDS = """
CREATE FUNCTION consult_empty_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'this table is never emptied' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION consult_head_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'the head of a history stays' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.id <> OLD.id OR NEW.dossier_id <> OLD.dossier_id OR NEW.length < OLD.length
        OR (NEW.length = OLD.length AND NEW.hash <> OLD.hash)) THEN
        RAISE EXCEPTION 'a history only grows' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.length > 0 AND NOT EXISTS (SELECT 1 FROM consult_event
        WHERE dossier_id = NEW.dossier_id AND position = NEW.length AND hash = NEW.hash) THEN
        RAISE EXCEPTION 'a history ends in its last event' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consult_head_guard BEFORE INSERT OR UPDATE OR DELETE ON consult_historyhead
    FOR EACH ROW EXECUTE FUNCTION consult_head_guard();

-- A day's grace: the program and the database may read clocks that differ.
CREATE FUNCTION consult_log_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $$
DECLARE
    period integer;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM consult_event WHERE dossier_id = OLD.dossier_id) THEN
        RETURN OLD;
    END IF;
    SELECT COALESCE(own.days, 3650) INTO period FROM consult_dossier dossier
        LEFT JOIN consult_retention own ON own.union_id = dossier.union_id AND own.what = 'openings'
        WHERE dossier.id = OLD.dossier_id;
    IF period = 0 OR OLD.at > now() - make_interval(days => period) + interval '1 day' THEN
        RAISE EXCEPTION 'the access log is kept for its period' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER consult_log_guard BEFORE DELETE ON consult_opening
    FOR EACH ROW EXECUTE FUNCTION consult_log_guard();

-- A temporary table of the same name would otherwise be read instead.
ALTER FUNCTION consult_event_sealed() SET search_path = {schema}, pg_temp;
""" + "".join(
    f"CREATE TRIGGER consult_empty_guard BEFORE TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION consult_empty_guard();\n"
    for table in EMPTIED_BY_NOBODY
)

NO_GUARDS = (
    """
ALTER FUNCTION consult_event_sealed() RESET search_path;
DROP TRIGGER consult_head_guard ON consult_historyhead;
DROP TRIGGER consult_log_guard ON consult_opening;
DROP FUNCTION consult_head_guard();
DROP FUNCTION consult_log_guard();
"""
    + "".join(f"DROP TRIGGER consult_empty_guard ON {table};\n" for table in EMPTIED_BY_NOBODY)
    + "DROP FUNCTION consult_empty_guard();\n"
)


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor != "postgresql":
            return
        # Rows that this migration run wrote must be settled before their tables change.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT quote_ident(current_schema())")
            (schema,) = cursor.fetchone()
        schema_editor.execute(sql.replace("{schema}", schema), params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [("consult", "0023_whose_facts_of_experts")]
    operations = [migrations.RunPython(on_postgresql(GUARDS), on_postgresql(NO_GUARDS))]
