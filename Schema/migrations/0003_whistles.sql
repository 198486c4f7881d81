CREATE TABLE whistle.whistles (
    district_id text NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    state text NOT NULL CHECK (state IN ('awaiting_review', 'returned_for_correction', 'awaiting_dispatch', 'in_progress', 'awaiting_approval', 'awaiting_evaluation', 'reworking', 'suspended', 'closed', 'declined', 'diverted', 'merged', 'withdrawn')),
    kind text NOT NULL CHECK (kind IN ('routine', 'priority', 'emergency')),
    category text NOT NULL,
    channel text NOT NULL,
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    details text NOT NULL CHECK (length(details) <= 20000),
    source_reference text,
    location jsonb,
    joint_signers integer,
    scope text,
    raiser text NOT NULL,
    -- The raiser's own or the one above it, both of which its token refers to.
    township text NOT NULL,
    routed_by text,
    routing_rule text,
    routing_reason text,
    rulebook_version integer NOT NULL,
    proposed_lead text,
    proposed_assisting jsonb NOT NULL DEFAULT '[]',
    round integer NOT NULL DEFAULT 1,
    total_started_at timestamptz,
    total_due_at timestamptz,
    total_met_at timestamptz,
    total_paused bigint NOT NULL DEFAULT 0,
    total_rungs integer NOT NULL DEFAULT 0,
    total_overdue_at timestamptz,
    review_started_at timestamptz,
    review_due_at timestamptz,
    review_met_at timestamptz,
    review_paused bigint NOT NULL DEFAULT 0,
    review_rungs integer NOT NULL DEFAULT 0,
    review_overdue_at timestamptz,
    hand_over_started_at timestamptz,
    hand_over_due_at timestamptz,
    hand_over_met_at timestamptz,
    hand_over_paused bigint NOT NULL DEFAULT 0,
    hand_over_rungs integer NOT NULL DEFAULT 0,
    hand_over_overdue_at timestamptz,
    reply_started_at timestamptz,
    reply_due_at timestamptz,
    reply_met_at timestamptz,
    reply_paused bigint NOT NULL DEFAULT 0,
    reply_rungs integer NOT NULL DEFAULT 0,
    reply_overdue_at timestamptz,
    reviewer text CHECK (reviewer IN ('township', 'command_centre')),
    co_raisers jsonb NOT NULL DEFAULT '[]',
    -- Since when the total clock stands still.
    suspended_at timestamptz,
    -- Not later than the next rung of the ladder on any of its clocks.
    escalate_at timestamptz,
    closed_at timestamptz,
    merged_into uuid,
    referred_at timestamptz,
    orders_made integer NOT NULL DEFAULT 0,
    item_count integer NOT NULL DEFAULT 0,
    has_contact boolean NOT NULL DEFAULT false,
    viewers jsonb NOT NULL DEFAULT '[]',
    version bigint NOT NULL DEFAULT 1,
    sequence bigint NOT NULL DEFAULT 1,
    head_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (district_id, number),
    CHECK (state <> 'in_progress' OR total_started_at IS NOT NULL)
);
-- A township's own list, newest first.
CREATE INDEX whistles_township ON whistle.whistles (district_id, township, id);
-- The escalator: what is due next.
CREATE INDEX whistles_escalate ON whistle.whistles (district_id, escalate_at) WHERE escalate_at IS NOT NULL;
-- The inbox: what waits for a person before or after the departments' work.
CREATE INDEX whistles_waiting ON whistle.whistles (district_id, state, id)
    WHERE state IN ('awaiting_review', 'returned_for_correction', 'awaiting_dispatch', 'awaiting_approval', 'awaiting_evaluation')
    OR referred_at IS NOT NULL;
-- Last, since between indexes that look equally good, as all do on an empty table, the planner takes the newest.
ALTER TABLE whistle.whistles ADD PRIMARY KEY (district_id, id);
-- Room in each page, so that a line of history moves no index entry.
ALTER TABLE whistle.whistles SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
SELECT whistle.wall('whistle.whistles', 'SELECT, INSERT, UPDATE');
SELECT whistle.open_to_loops('whistle.whistles', 'SELECT, UPDATE');


CREATE TABLE whistle.evaluations (
    district_id text NOT NULL,
    id uuid NOT NULL,
    whistle_id uuid NOT NULL,
    evaluator text NOT NULL CHECK (evaluator IN ('raiser', 'resident', 'supervisor')),
    organization text NOT NULL,
    grade text NOT NULL CHECK (grade IN ('satisfied', 'basically_satisfied', 'dissatisfied')),
    solved boolean NOT NULL,
    valid boolean NOT NULL,
    comment text,
    round integer NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (district_id, id),
    FOREIGN KEY (district_id, whistle_id) REFERENCES whistle.whistles
);
-- The evaluations of one whistle.
CREATE INDEX evaluations_whistle ON whistle.evaluations (district_id, whistle_id);
SELECT whistle.wall('whistle.evaluations', 'SELECT, INSERT');
