-- Who is whom, as facts: `identify` gave an anonymous id its user id, `alias` one user id another. One row for each pair,
-- with the first time it was said; `from_id` as an anonymous id belongs to whomever it was given to first.
-- shard by xxHash64(project)
CREATE TABLE identities
(
    project    LowCardinality(String),
    kind       LowCardinality(String),
    from_hash  UInt64 MATERIALIZED xxHash64(from_id),
    to_hash    UInt64 MATERIALIZED xxHash64(to_id),
    from_id    String CODEC(ZSTD(1)),
    to_id      String CODEC(ZSTD(1)),
    said_first SimpleAggregateFunction(min, Tuple(time DateTime64(3, 'UTC'), log_partition UInt16, log_offset UInt64, place UInt32, message_id String))
)
ENGINE = AggregatingMergeTree
PRIMARY KEY (project, kind, from_hash, to_hash)
ORDER BY (project, kind, from_hash, to_hash, from_id, to_id)
SETTINGS non_replicated_deduplication_window = 10000;
-- What an operator said about two ids: `merge` joins their people, `unlink` undoes every link between the two. The last word holds.
-- shard by xxHash64(project)
CREATE TABLE identity_decisions
(
    project    LowCardinality(String),
    kind       LowCardinality(String),
    from_id    String,
    to_id      String,
    decided_at DateTime64(3, 'UTC'),
    decided_by String,
    reason     String,
    id         String,
    from_hash  UInt64 MATERIALIZED xxHash64(from_id),
    to_hash    UInt64 MATERIALIZED xxHash64(to_id)
)
ENGINE = MergeTree
ORDER BY (project, decided_at)
SETTINGS non_replicated_deduplication_window = 10000;
-- Which person each joined user id belongs to, worked out from aliases and decisions. `generation` names the facts it follows from;
-- the row with `id` 0 is written last and says that a generation is whole.
-- shard by xxHash64(project)
CREATE TABLE person_merges
(
    project    LowCardinality(String),
    generation UInt64,
    id         UInt64,
    person     UInt64,
    made_at    DateTime('UTC') DEFAULT now()
)
ENGINE = MergeTree
ORDER BY (project, generation, id)
TTL made_at + INTERVAL 1 DAY
SETTINGS non_replicated_deduplication_window = 10000;
-- An event that came with a user id is its user's, whatever became of its anonymous id.
ALTER TABLE events
    ADD COLUMN is_anonymous UInt8 MATERIALIZED user_id = '';
-- What was said before facts were kept.
INSERT INTO identities (project, kind, from_id, to_id, said_first)
SELECT project, if(event = '$alias', 'alias', 'identify'), if(event = '$alias', properties['previousId'], anonymous_id), user_id,
    (time, log_partition, log_offset, 0, message_id)
FROM events
WHERE event IN ('$identify', '$alias') AND user_id != '' AND if(event = '$alias', properties['previousId'], anonymous_id) != '';
