-- What was accepted but could not become a row, with its reason and a record that can be appended to the log again.
CREATE TABLE quarantine
(
    project        LowCardinality(String),
    reason         LowCardinality(String),
    detail         String,
    quarantined_at DateTime64(3, 'UTC') DEFAULT now64(3),
    log_partition  UInt16,
    log_offset     UInt64,
    record         String CODEC(ZSTD(3)),
    events         UInt32
)
ENGINE = MergeTree
ORDER BY (project, quarantined_at)
SETTINGS non_replicated_deduplication_window = 10000;
