CREATE TABLE whistle.items (
    district_id text NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'whistled', 'resolved', 'not_pursued')),
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    category text,
    channel text NOT NULL,
    location jsonb,
    heard_at timestamptz,
    visit_plan text,
    organization text NOT NULL,
    township text NOT NULL,
    whistle_id uuid,
    outcome text,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (district_id, id),
    UNIQUE (district_id, number),
    FOREIGN KEY (district_id, whistle_id) REFERENCES whistle.whistles,
    CHECK ((state = 'whistled') = (whistle_id IS NOT NULL))
);
-- The items that a whistle carries.
CREATE INDEX items_whistle ON whistle.items (district_id, whistle_id) WHERE whistle_id IS NOT NULL;
SELECT whistle.wall('whistle.items', 'SELECT, INSERT, UPDATE');

-- People, apart from everything that is copied, hashed or told; sealed with the installation's key.
CREATE TABLE whistle.contacts (
    district_id text NOT NULL,
    subject_id uuid NOT NULL,
    name bytea,
    phone bytea,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (district_id, subject_id)
);
SELECT whistle.wall('whistle.contacts', 'SELECT, INSERT, DELETE');
