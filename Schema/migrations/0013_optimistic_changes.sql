-- Ends the transaction of a change that was decided on what was read before, when something of that is not so any more.
CREATE FUNCTION whistle.insist(holds boolean) RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF NOT holds THEN
        RAISE EXCEPTION 'somebody else changed it first' USING ERRCODE = 'serialization_failure';
    END IF;
END $$;
REVOKE ALL ON FUNCTION whistle.insist(boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION whistle.insist(boolean) TO whistle_broker;
