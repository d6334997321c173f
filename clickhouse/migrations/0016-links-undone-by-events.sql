-- What events say of two ids may be taken back by an event, which is a row of kind `unlink`; whether a pair holds follows from the last time it
-- was said and the last time it was undone. Of what was kept before, the first time is the last one known.
ALTER TABLE identities
    ADD COLUMN said_last SimpleAggregateFunction(max, Tuple(time DateTime64(3, 'UTC'), log_partition UInt16, log_offset UInt64, place UInt32, message_id String)) DEFAULT said_first;
