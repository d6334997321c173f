-- Who belongs to a saved cohort: found at one time, or given one by one. A version is whole once the metadata names it; rows of
-- versions that hold no longer go by themselves.
-- shard by person
CREATE TABLE cohort_members
(
    project LowCardinality(String),
    cohort  String,
    version UInt64,
    person  UInt64,
    expires DateTime('UTC')
)
ENGINE = MergeTree
ORDER BY (project, cohort, version, person)
TTL expires
SETTINGS non_replicated_deduplication_window = 10000;
