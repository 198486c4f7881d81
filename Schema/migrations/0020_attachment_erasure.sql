-- A file that was erased: its bytes are gone, and so is the name that somebody gave it; its digest stays, since history
-- holds it, too.
ALTER TABLE whistle.attachments ADD COLUMN erased_at timestamptz;
GRANT UPDATE (name, version, erased_at) ON whistle.attachments TO whistle_broker;

-- Who was handed which file: once a day and token.
CREATE TABLE whistle.attachment_views (
    district_id text NOT NULL,
    attachment_id uuid NOT NULL,
    day date NOT NULL DEFAULT current_date,
    token_id uuid NOT NULL,
    organization text NOT NULL,
    role text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (district_id, attachment_id, day, token_id)
);
SELECT whistle.wall('whistle.attachment_views', 'SELECT, INSERT');
