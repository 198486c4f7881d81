-- A queue's invitations: seats that are open or taken. At `hold` a seat leaves the index, which stays as small as what is to
-- come; a seat that is given to another is found by attendance_delegate.
CREATE INDEX attendance_open ON whistle.attendance (district_id, organization) WHERE status IN ('invited', 'accepted');

-- Whistles whose title or description holds every blank-separated word, of a category and a township where these are named,
-- the newest first. What is said in 0016 holds; and the newest five thousand are those of the category, or of the township:
-- of a common word that many were found whatever else was asked, a few hits at a time.
DROP FUNCTION whistle.find_whistles(text, text, uuid, integer);
CREATE FUNCTION whistle.find_whistles(
    wanted_text text, viewer text, before uuid, wanted integer, of_category text DEFAULT NULL, of_township text DEFAULT NULL
) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = whistle, pg_temp AS $$
DECLARE
    district text := current_setting('whistle.district', true);
    words text[] := array_remove(regexp_split_to_array(whistle.folded(wanted_text), '\s+'), '');
    wanted_pairs text[] := whistle.pairs(array_to_string(words, ' '));
    fresh uuid[] := whistle.uncaught(100000);
    found uuid[];
    has_more boolean;
    -- Said only where they are asked for, so that the plan can rest on them.
    caught constant text := concat('c.district_id = $1 AND ($4 IS NULL OR c.whistle_id < $4)',
        CASE WHEN of_category IS NOT NULL THEN ' AND c.category = $8' END,
        CASE WHEN of_township IS NOT NULL THEN ' AND c.township = $9' END);
    held constant text := concat(' w.district_id = $1 AND ($3 IS NULL OR w.viewers ? $3) AND ($4 IS NULL OR w.id < $4)',
        CASE WHEN of_category IS NOT NULL THEN ' AND w.category = $8' END,
        CASE WHEN of_township IS NOT NULL THEN ' AND w.township = $9' END,
        ' AND NOT EXISTS (SELECT 1 FROM unnest($5) AS t(word)
            WHERE strpos(whistle.folded(w.title || '' '' || w.details), t.word) = 0) ');
    -- No index of the catchwords has a township's in order; the whistles' has.
    newest constant text := CASE WHEN of_township IS NOT NULL AND of_category IS NULL THEN
        'SELECT n.id AS whistle_id, (SELECT c.pairs FROM whistle.catchwords AS c
                WHERE c.district_id = $1 AND c.whistle_id = n.id) AS pairs
            FROM whistle.whistles AS n WHERE n.district_id = $1 AND n.township = $9 AND ($4 IS NULL OR n.id < $4)
            ORDER BY n.id DESC LIMIT 5000'
        ELSE 'SELECT c.whistle_id, c.pairs FROM whistle.catchwords AS c WHERE ' || caught
            || ' ORDER BY c.whistle_id DESC LIMIT 5000' END;
BEGIN
    IF wanted_pairs = '{}' THEN
        -- One character: read from the newest on. Only an ASCII one can be folded from another, and folding takes three
        -- times as long.
        RETURN QUERY SELECT w.id FROM whistle.whistles AS w WHERE w.district_id = district
            AND (viewer IS NULL OR w.viewers ? viewer) AND (before IS NULL OR w.id < before)
            AND (of_category IS NULL OR w.category = of_category) AND (of_township IS NULL OR w.township = of_township)
            AND NOT EXISTS (
                SELECT 1 FROM unnest(words) AS t(word) WHERE CASE WHEN ascii(t.word) < 128
                    THEN strpos(whistle.folded(w.title || ' ' || w.details), t.word)
                    ELSE strpos(lower(w.title || ' ' || w.details), t.word) END = 0)
            ORDER BY w.id DESC LIMIT wanted;
        RETURN;
    END IF;
    EXECUTE 'SELECT ARRAY((SELECT w.id FROM (' || newest || ') AS newest
            JOIN whistle.whistles AS w ON w.id = newest.whistle_id WHERE newest.pairs @> $2 AND' || held
        || 'ORDER BY w.id DESC LIMIT $6)
        UNION (SELECT w.id FROM whistle.whistles AS w WHERE w.id = ANY($7) AND' || held || 'ORDER BY w.id DESC LIMIT $6)
        ORDER BY 1 DESC LIMIT $6)'
        INTO found USING district, wanted_pairs, viewer, before, words, wanted, fresh, of_category, of_township;
    IF cardinality(found) < wanted THEN
        -- Fewer than five thousand were all there are.
        EXECUTE 'SELECT count(*) = 5000 FROM (' || newest || ') AS newest'
            INTO has_more USING district, wanted_pairs, viewer, before, words, wanted, fresh, of_category, of_township;
    END IF;
    IF has_more THEN
        -- An array, since a join's estimate would read the whole table beside two hundred names.
        EXECUTE 'SELECT ARRAY((SELECT w.id FROM whistle.whistles AS w WHERE w.id = ANY(ARRAY(
                SELECT c.whistle_id FROM whistle.catchwords AS c WHERE c.pairs @> $2 AND ' || caught || ')) AND' || held
            || 'ORDER BY w.id DESC LIMIT $6)
            UNION SELECT unnest($7) ORDER BY 1 DESC LIMIT $6)'
            INTO found USING district, wanted_pairs, viewer, before, words, wanted, found, of_category, of_township;
    END IF;
    RETURN QUERY SELECT unnest(found);
END $$;
REVOKE ALL ON FUNCTION whistle.find_whistles(text, text, uuid, integer, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION whistle.find_whistles(text, text, uuid, integer, text, text) TO whistle_broker;
