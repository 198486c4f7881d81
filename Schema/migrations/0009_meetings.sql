CREATE TABLE whistle.meetings (
    district_id text NOT NULL REFERENCES whistle.districts,
    id uuid NOT NULL,
    number text NOT NULL,
    state text NOT NULL CHECK (state IN ('convened', 'held', 'published', 'closed', 'cancelled')),
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    form text NOT NULL,
    method text NOT NULL CHECK (method IN ('plain', 'six_step')),
    convener text NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
    place text NOT NULL,
    agenda jsonb NOT NULL DEFAULT '[]',
    theme text,
    residents_invited integer,
    residents_present integer,
    attendees_present integer,
    steps jsonb NOT NULL DEFAULT '[]',
    reason text,
    held_at timestamptz,
    rulebook_version integer NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    sequence bigint NOT NULL DEFAULT 1,
    head_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (district_id, id),
    UNIQUE (district_id, number),
    FOREIGN KEY (district_id, convener) REFERENCES whistle.organizations
);
SELECT whistle.wall('whistle.meetings', 'SELECT, INSERT, UPDATE');

CREATE TABLE whistle.meeting_whistles (
    district_id text NOT NULL,
    meeting_id uuid NOT NULL,
    whistle_id uuid NOT NULL,
    place smallint NOT NULL,
    outcome text CHECK (outcome IN ('resolved_on_site', 'assigned', 'supervised', 'deferred', 'no_agreement')),
    decision text,
    lead text,
    assisting jsonb NOT NULL DEFAULT '[]',
    responsible_person text,
    due_at timestamptz,
    -- Whom it concerns beside those who were invited.
    concerned jsonb NOT NULL DEFAULT '[]',
    PRIMARY KEY (district_id, meeting_id, whistle_id),
    FOREIGN KEY (district_id, meeting_id) REFERENCES whistle.meetings,
    FOREIGN KEY (district_id, whistle_id) REFERENCES whistle.whistles
);
-- The meetings that a whistle was on the table of.
CREATE INDEX meeting_whistles_whistle ON whistle.meeting_whistles (district_id, whistle_id);
SELECT whistle.wall('whistle.meeting_whistles', 'SELECT, INSERT, UPDATE');

CREATE TABLE whistle.attendance (
    district_id text NOT NULL,
    meeting_id uuid NOT NULL,
    organization text NOT NULL,
    status text NOT NULL CHECK (status IN ('invited', 'accepted', 'declined', 'delegated', 'present', 'absent')),
    person text,
    reason text,
    proposed_at timestamptz,
    PRIMARY KEY (district_id, meeting_id, organization),
    FOREIGN KEY (district_id, meeting_id) REFERENCES whistle.meetings,
    FOREIGN KEY (district_id, organization) REFERENCES whistle.organizations
);
-- The meetings that an organization was invited to.
CREATE INDEX attendance_organization ON whistle.attendance (district_id, organization);
SELECT whistle.wall('whistle.attendance', 'SELECT, INSERT, UPDATE');

CREATE TABLE whistle.milestones (
    district_id text NOT NULL,
    id uuid NOT NULL,
    meeting_id uuid NOT NULL,
    whistle_id uuid NOT NULL,
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    due_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'done', 'missed')),
    organization text NOT NULL,
    note text,
    done_at timestamptz,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (district_id, id),
    FOREIGN KEY (district_id, meeting_id) REFERENCES whistle.meetings,
    FOREIGN KEY (district_id, whistle_id) REFERENCES whistle.whistles
);
-- The milestones of one meeting.
CREATE INDEX milestones_meeting ON whistle.milestones (district_id, meeting_id);
SELECT whistle.wall('whistle.milestones', 'SELECT, INSERT, UPDATE');
