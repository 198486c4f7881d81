-- Going out and listening: sessions, visits by plan, inspections, and what was heard on them.

ALTER TABLE whistle.items
    ADD COLUMN person text,
    ADD COLUMN due_at timestamptz,
    ADD COLUMN measures text,
    -- Who takes it on.
    ADD COLUMN members jsonb NOT NULL DEFAULT '[]',
    -- The last word of whoever brought it up.
    ADD COLUMN grade text CHECK (grade IN ('satisfied', 'basically_satisfied', 'dissatisfied')),
    ADD COLUMN session_id uuid,
    ADD COLUMN visit_id uuid;
-- What was heard at one session, on one plan's visits.
CREATE INDEX items_session ON whistle.items (district_id, session_id, id) WHERE session_id IS NOT NULL;
CREATE INDEX items_visit_plan ON whistle.items (district_id, visit_plan, id) WHERE visit_plan IS NOT NULL;

-- Every word about how an item was settled: the item holds the last one.
CREATE TABLE whistle.item_evaluations (
    district_id text NOT NULL REFERENCES whistle.districts,
    id uuid NOT NULL,
    item_id uuid NOT NULL,
    grade text NOT NULL CHECK (grade IN ('satisfied', 'basically_satisfied', 'dissatisfied')),
    comment text,
    -- Who had taken it on then.
    members jsonb NOT NULL DEFAULT '[]',
    organization text NOT NULL,
    township text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (district_id, id),
    FOREIGN KEY (district_id, item_id) REFERENCES whistle.items
);
-- A period's grades.
CREATE INDEX item_evaluations_at ON whistle.item_evaluations (district_id, at);
SELECT whistle.wall('whistle.item_evaluations', 'SELECT, INSERT');

CREATE TABLE whistle.sessions (
    district_id text NOT NULL REFERENCES whistle.districts,
    id uuid NOT NULL,
    theme text NOT NULL,
    host text NOT NULL,
    organization text NOT NULL,
    township text NOT NULL,
    -- The party branch that held it, and who took part.
    branch text,
    members jsonb NOT NULL DEFAULT '[]',
    place text,
    held_at timestamptz NOT NULL,
    residents_present integer NOT NULL CHECK (residents_present >= 0),
    attendees_present integer NOT NULL CHECK (attendees_present >= 0),
    item_count integer NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (district_id, id),
    FOREIGN KEY (district_id, organization) REFERENCES whistle.organizations
);
-- A period's sessions.
CREATE INDEX sessions_held ON whistle.sessions (district_id, held_at);
SELECT whistle.wall('whistle.sessions', 'SELECT, INSERT');

CREATE TABLE whistle.area_plans (
    district_id text NOT NULL REFERENCES whistle.districts,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('area', 'grid', 'agent')),
    name text NOT NULL,
    -- The rulebook's plan that it follows; its day was copied.
    rule text,
    organization text NOT NULL,
    area text NOT NULL,
    township text NOT NULL,
    courtyard text,
    grid text,
    households integer,
    visitor text NOT NULL,
    -- The department that an agent comes from.
    sender text,
    weekday integer CHECK (weekday BETWEEN 1 AND 7),
    monthly_day integer CHECK (monthly_day BETWEEN 1 AND 28),
    roll text NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (district_id, id),
    FOREIGN KEY (district_id, organization) REFERENCES whistle.organizations,
    FOREIGN KEY (district_id, area) REFERENCES whistle.organizations,
    CHECK ((weekday IS NULL) <> (monthly_day IS NULL)),
    CHECK (kind <> 'grid' OR grid IS NOT NULL)
);
-- A grid has one head, an agent one enterprise or community.
CREATE UNIQUE INDEX area_plans_grid ON whistle.area_plans (district_id, area, grid) WHERE kind = 'grid' AND ends_on IS NULL;
CREATE UNIQUE INDEX area_plans_agent ON whistle.area_plans (district_id, coalesce(sender, ''), visitor)
    WHERE kind = 'agent' AND ends_on IS NULL;
SELECT whistle.wall('whistle.area_plans', 'SELECT, INSERT, UPDATE');

CREATE TABLE whistle.area_visits (
    district_id text NOT NULL REFERENCES whistle.districts,
    id uuid NOT NULL,
    plan_id uuid NOT NULL,
    -- The day of the plan that it stands for; none for one more visit.
    planned_for date,
    visited_on date NOT NULL,
    visitor text NOT NULL,
    households integer,
    note text,
    organization text NOT NULL,
    item_count integer NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (district_id, id),
    UNIQUE (district_id, plan_id, planned_for),
    FOREIGN KEY (district_id, plan_id) REFERENCES whistle.area_plans
);
SELECT whistle.wall('whistle.area_visits', 'SELECT, INSERT');

CREATE TABLE whistle.inspections (
    district_id text NOT NULL REFERENCES whistle.districts,
    id uuid NOT NULL,
    organization text NOT NULL,
    method text NOT NULL CHECK (method IN ('visit', 'phone')),
    theme text,
    -- How the sample was drawn; all NULL where it was named.
    draw_size integer,
    draw_seed bigint,
    draw_from date,
    draw_to date,
    draw_population integer,
    -- The township it is about, where it is about one.
    township text,
    households integer NOT NULL DEFAULT 0,
    calls integer NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (district_id, id),
    FOREIGN KEY (district_id, organization) REFERENCES whistle.organizations
);
SELECT whistle.wall('whistle.inspections', 'SELECT, INSERT, UPDATE');

CREATE TABLE whistle.inspected_matters (
    district_id text NOT NULL REFERENCES whistle.districts,
    inspection_id uuid NOT NULL,
    whistle_id uuid NOT NULL,
    place integer NOT NULL,
    reached boolean,
    solved boolean,
    grade text CHECK (grade IN ('satisfied', 'basically_satisfied', 'dissatisfied')),
    comment text,
    reopened boolean NOT NULL DEFAULT false,
    checked_at timestamptz,
    PRIMARY KEY (district_id, inspection_id, whistle_id),
    FOREIGN KEY (district_id, inspection_id) REFERENCES whistle.inspections,
    FOREIGN KEY (district_id, whistle_id) REFERENCES whistle.whistles
);
SELECT whistle.wall('whistle.inspected_matters', 'SELECT, INSERT, UPDATE');

CREATE TABLE whistle.inspection_findings (
    district_id text NOT NULL REFERENCES whistle.districts,
    inspection_id uuid NOT NULL,
    place integer NOT NULL,
    finding text NOT NULL,
    whistle_id uuid,
    PRIMARY KEY (district_id, inspection_id, place),
    FOREIGN KEY (district_id, inspection_id) REFERENCES whistle.inspections,
    FOREIGN KEY (district_id, whistle_id) REFERENCES whistle.whistles
);
SELECT whistle.wall('whistle.inspection_findings', 'SELECT, INSERT');

-- When somebody other than the handler last asked about this round's result, and reached a person who was content.
ALTER TABLE whistle.whistles ADD COLUMN revisited_at timestamptz;
UPDATE whistle.whistles AS w SET revisited_at = e.at FROM (
    SELECT district_id, whistle_id, round, max(at) AS at FROM whistle.evaluations
    WHERE evaluator <> 'raiser' AND valid GROUP BY 1, 2, 3) AS e
WHERE e.district_id = w.district_id AND e.whistle_id = w.id AND e.round = w.round;
-- The supervisors' inbox: revisits that are due.
CREATE INDEX whistles_revisit ON whistle.whistles (district_id, total_due_at)
    WHERE revisited_at IS NULL AND state IN ('awaiting_evaluation', 'closed');
-- A sample of what was closed in a period.
CREATE INDEX whistles_closed ON whistle.whistles (district_id, closed_at) WHERE state = 'closed';
