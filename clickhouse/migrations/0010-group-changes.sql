-- What `group` events say of groups: one row a property, kept for good; the last word on each holds. Told twice, a row is the same row.
-- shard by xxHash64(project)
CREATE TABLE group_changes
(
    project       LowCardinality(String),
    name          LowCardinality(String),
    group_id      String CODEC(ZSTD(1)),
    value         String CODEC(ZSTD(1)),
    time          DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    log_partition UInt16,
    log_offset    UInt64,
    place         UInt32
)
ENGINE = ReplacingMergeTree
PRIMARY KEY (project, name, group_id, time)
ORDER BY (project, name, group_id, time, log_partition, log_offset, place)
SETTINGS non_replicated_deduplication_window = 10000;
