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
    receive_overdue_at timestamptz,
    report_started_at timestamptz NOT NULL,
    report_due_at timestamptz NOT NULL,
    report_met_at timestamptz,
    report_paused bigint NOT NULL DEFAULT 0,
    report_overdue_at timestamptz,
    resolve_started_at timestamptz NOT NULL,
    resolve_due_at timestamptz NOT NULL,
    resolve_met_at timestamptz,
    resolve_paused bigint NOT NULL DEFAULT 0,
    resolve_overdue_at timestamptz,
    suspended_at timestamptz,
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
    PRIMARY KEY (district_id, id),
    FOREIGN KEY (district_id, whistle_id) REFERENCES whistle.whistles,
    FOREIGN KEY (district_id, department) REFERENCES whistle.organizations,
    CHECK (claim_token IS NULL OR state = 'queued'),
    CHECK ((claim_token IS NULL) = (lease_until IS NULL))
);
-- Claiming: only what is ready stands in it, so neither closed nor leased orders slow it.
CREATE INDEX orders_ready ON whistle.orders (district_id, department, rank, receive_due_at, turn, id)
    WHERE state = 'queued' AND claim_token IS NULL;
-- Leases that run out.
CREATE INDEX orders_lease ON whistle.orders (lease_until) WHERE lease_until IS NOT NULL;
-- The orders of one whistle.
CREATE INDEX orders_whistle ON whistle.orders (district_id, whistle_id);
-- What a department has in hand.
CREATE INDEX orders_department ON whistle.orders (district_id, department, state, id);
-- At most one live lead a whistle.
CREATE UNIQUE INDEX orders_one_lead ON whistle.orders (district_id, whistle_id)
    WHERE role = 'lead' AND state NOT IN ('closed', 'rerouted', 'cancelled');
ALTER TABLE whistle.orders SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
SELECT whistle.wall('whistle.orders', 'SELECT, INSERT, UPDATE');
SELECT whistle.open_to_loops('whistle.orders', 'SELECT, UPDATE');
