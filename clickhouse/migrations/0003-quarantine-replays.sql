-- A name for each record set aside, and which of them were appended to the log again.
ALTER TABLE quarantine
    ADD COLUMN id UInt64 MATERIALIZED xxHash64(concat(toString(log_partition), ':', toString(log_offset), ':', record));
CREATE TABLE quarantine_replays
(
    id          UInt64,
    replayed_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = MergeTree
ORDER BY id
SETTINGS non_replicated_deduplication_window = 10000;
