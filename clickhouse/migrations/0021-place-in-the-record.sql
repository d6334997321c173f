-- What is sent together has one offset, and often one instant: where in its record an event stands tells which came first.
ALTER TABLE events ADD COLUMN place UInt16 CODEC(ZSTD(1)) AFTER log_offset;
