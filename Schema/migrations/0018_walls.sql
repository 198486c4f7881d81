-- Checkpoints over everything's history: what each chain's head was at a time, chained in turn, so that a chain that is cut
-- off, rewritten or removed with its object is found.
CREATE TABLE whistle.checkpoints (
    district_id text NOT NULL REFERENCES whistle.districts,
    number bigint NOT NULL CHECK (number > 0),
    -- Machine time.
    made_at timestamptz NOT NULL,
    entries integer NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    -- A digest of the hash under the installation's key, which is not in the database.
    seal bytea NOT NULL,
    PRIMARY KEY (district_id, number)
);
SELECT whistle.wall('whistle.checkpoints', 'SELECT, INSERT');

-- The heads that changed since the checkpoint before.
CREATE TABLE whistle.checkpoint_heads (
    district_id text NOT NULL,
    number bigint NOT NULL,
    place integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('whistle', 'meeting', 'district')),
    subject_id uuid NOT NULL,
    -- The object's own number, by which people know it when it is gone.
    label text NOT NULL,
    seq bigint NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (district_id, number, place),
    FOREIGN KEY (district_id, number) REFERENCES whistle.checkpoints
);
-- Which heads no checkpoint holds yet.
CREATE UNIQUE INDEX checkpoint_heads_subject ON whistle.checkpoint_heads (district_id, subject_id, seq);
SELECT whistle.wall('whistle.checkpoint_heads', 'SELECT, INSERT');

-- What a token may do of what its role may; none named: all of it.
ALTER TABLE whistle.tokens ADD COLUMN scopes jsonb NOT NULL DEFAULT '[]';

-- Who was shown whose contact: once a day and token.
CREATE TABLE whistle.contact_views (
    district_id text NOT NULL,
    subject_id uuid NOT NULL,
    day date NOT NULL DEFAULT current_date,
    token_id uuid NOT NULL,
    organization text NOT NULL,
    role text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (district_id, subject_id, day, token_id)
);
SELECT whistle.wall('whistle.contact_views', 'SELECT, INSERT');

-- Photos and papers. A row is written with the history line that holds its hash; the bytes stand before that in rows of
-- their own, so that neither way holds a file in memory.
CREATE TABLE whistle.attachments (
    district_id text NOT NULL,
    id uuid NOT NULL,
    whistle_id uuid NOT NULL,
    order_id uuid,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    type text NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    sha256 bytea NOT NULL,
    organization text NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (district_id, id),
    FOREIGN KEY (district_id, whistle_id) REFERENCES whistle.whistles,
    FOREIGN KEY (district_id, order_id) REFERENCES whistle.orders
);
-- The attachments of one whistle.
CREATE INDEX attachments_whistle ON whistle.attachments (district_id, whistle_id, id);
SELECT whistle.wall('whistle.attachments', 'SELECT, INSERT');

CREATE TABLE whistle.attachment_chunks (
    district_id text NOT NULL,
    attachment_id uuid NOT NULL,
    place integer NOT NULL,
    bytes bytea NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (district_id, attachment_id, place)
);
-- Photos are compressed already.
ALTER TABLE whistle.attachment_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;
-- The janitor looks for chunks of uploads that never ended.
CREATE INDEX attachment_chunks_recorded ON whistle.attachment_chunks USING brin (recorded_at);
SELECT whistle.wall('whistle.attachment_chunks', 'SELECT, INSERT, DELETE');
SELECT whistle.open_to_loops('whistle.attachment_chunks', 'SELECT, DELETE');
SELECT whistle.open_to_loops('whistle.attachments', 'SELECT');

-- The janitor looks for contacts that a rulebook no longer keeps.
CREATE INDEX whistles_contact ON whistle.whistles (district_id, closed_at) WHERE has_contact AND closed_at IS NOT NULL;
