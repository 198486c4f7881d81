CREATE TABLE whistle.orders (
    district_id text NOT NULL,
    id uuid NOT NULL,
    whistle_id uuid NOT NULL,
    number text NOT NULL,
    department text NOT NULL,
    role text NOT NULL CHECK (role IN ('lead', 'assisting')),
    state text NOT NULL CHECK (state IN ('queued', 'received', 'reported', 'return_requested', 'reworking', 'suspended', 'resolved', 'closed', 'rerouted', 'cancelled')),
    kind text NOT NULL,
    rank smallint NOT NULL,
    township text NOT NULL,
    -- The township's running count in this queue and due time at insert: townships take turns among equal due times.
    turn bigint NOT NULL,
    round integer NOT NULL DEFAULT 1,
    attempt integer NOT NULL DEFAULT 0,
    claim_token uuid,
    lease_until timestamptz,
    receive_started_at timestamptz NOT NULL,
    receive_due_at timestamptz NOT NULL,
    receive_met_at timestamptz,
    receive_paused bigint NOT NULL DEFAULT 0,
    receive_rungs integer NOT NULL DEFAULT 0,
    receive_overdue_at timestamptz,
    report_started_at timestamptz NOT NULL,
    report_due_at timestamptz NOT NULL,
    report_met_at timestamptz,
    report_paused bigint NOT NULL DEFAULT 0,
    report_rungs integer NOT NULL DEFAULT 0,
    report_overdue_at timestamptz,
    resolve_started_at timestamptz NOT NULL,
    resolve_due_at timestamptz NOT NULL,
    resolve_met_at timestamptz,
    resolve_paused bigint NOT NULL DEFAULT 0,
    resolve_rungs integer NOT NULL DEFAULT 0,
    resolve_overdue_at timestamptz,
    suspended_at timestamptz,
    extensions integer NOT NULL DEFAULT 0,
    original_due_at timestamptz,
    pending text CHECK (pending IN ('return', 'extension', 'suspension')),
    pending_at timestamptz,
    pending_reason text,
    pending_until timestamptz,
    pending_basis text,
    pending_department text,
    state_before_return text,
    person text,
    note text,
    percent integer,
    outcome text,
    measures text,
    responsible_person text,
    handled_by text,
    level text CHECK (level IN ('notice', 'yellow', 'red')),
    resolved_at timestamptz,
    ended_at timestamptz,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    CHECK (claim_token IS NULL OR state = 'queued'),
    CHECK ((claim_token IS NULL) = (lease_until IS NULL))
);
-- Claiming: only what is ready stands in it, so neither closed nor leased orders slow it.
CREATE INDEX orders_ready ON whistle.orders (district_id, department, rank, receive_due_at, turn, id)
    WHERE state = 'queued' AND claim_token IS NULL;
-- Leases that run out.
CREATE INDEX orders_lease ON whistle.orders (lease_until) WHERE lease_until IS NOT NULL;
-- The orders of one whistle, and at most one live lead among them: all live leads share one last value.
CREATE UNIQUE INDEX orders_whistle ON whistle.orders (district_id, whistle_id, (
    CASE WHEN role = 'lead' AND state NOT IN ('closed', 'rerouted', 'cancelled')
        THEN '00000000-0000-0000-0000-000000000000' ELSE id END));
-- What a department has in hand; what is still queued stands in the indexes above.
CREATE INDEX orders_department ON whistle.orders (district_id, department, state, id) WHERE state <> 'queued';
-- The inbox: what a department asks and nobody has decided.
CREATE INDEX orders_pending ON whistle.orders (district_id, pending, id) WHERE pending IS NOT NULL;
-- Last: see whistles.
ALTER TABLE whistle.orders ADD PRIMARY KEY (district_id, id);
ALTER TABLE whistle.orders SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
-- Once a statement: see items. An order never moves to another whistle or queue.
CREATE FUNCTION whistle.check_orders() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = whistle, pg_temp
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM added AS a WHERE NOT EXISTS (
            SELECT 1 FROM whistle.whistles AS w WHERE w.district_id = a.district_id AND w.id = a.whistle_id)
    ) OR EXISTS (
        SELECT 1 FROM (SELECT DISTINCT added.district_id, added.department FROM added) AS a WHERE NOT EXISTS (
            SELECT 1 FROM whistle.organizations AS o WHERE o.district_id = a.district_id AND o.code = a.department)
    ) THEN
        RAISE EXCEPTION 'an order names no whistle or no queue' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER check_references AFTER INSERT ON whistle.orders REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION whistle.check_orders();
SELECT whistle.wall('whistle.orders', 'SELECT, INSERT, UPDATE');
SELECT whistle.open_to_loops('whistle.orders', 'SELECT, UPDATE');
