-- Rulings on returns, kept to be found again.
CREATE TABLE whistle.precedents (
    district_id text NOT NULL REFERENCES whistle.districts,
    id uuid NOT NULL,
    whistle_id uuid NOT NULL,
    whistle_number text NOT NULL,
    order_number text NOT NULL,
    category text NOT NULL,
    title text NOT NULL,
    department text NOT NULL,
    reason text NOT NULL,
    legal_basis text NOT NULL,
    decision text NOT NULL CHECK (decision IN ('uphold', 'reroute', 'excuse')),
    decided_department text,
    note text NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (district_id, id),
    FOREIGN KEY (district_id, whistle_id) REFERENCES whistle.whistles
);
-- What was ruled before about a category.
CREATE INDEX precedents_category ON whistle.precedents (district_id, category, id);
SELECT whistle.wall('whistle.precedents', 'SELECT, INSERT');
