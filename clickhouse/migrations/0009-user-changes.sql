-- What events say about users: one row a property and event, kept for good; the properties of a person follow from all of them in their order.
-- A change of all properties at once has no name. Told twice, a row is the same row.
-- shard by xxHash64(project)
CREATE TABLE user_changes
(
    project       LowCardinality(String),
    name          LowCardinality(String),
    user_id       String CODEC(ZSTD(1)),
    anonymous_id  String CODEC(ZSTD(1)),
    kind          LowCardinality(String),
    value         String CODEC(ZSTD(1)),
    time          DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    log_partition UInt16,
    log_offset    UInt64,
    place         UInt32,
    message_id    String CODEC(ZSTD(1)),
    is_anonymous  UInt8 MATERIALIZED user_id = '',
    person_id     UInt64 MATERIALIZED xxHash64(if(user_id != '', user_id, anonymous_id))
)
ENGINE = ReplacingMergeTree
PRIMARY KEY (project, name, person_id, time)
ORDER BY (project, name, person_id, time, log_partition, log_offset, place, kind, message_id)
SETTINGS non_replicated_deduplication_window = 10000;
-- What was said before it was kept.
INSERT INTO user_changes (project, name, user_id, anonymous_id, kind, value, time, log_partition, log_offset, place, message_id)
SELECT project, property.1, user_id, anonymous_id, if(event = '$identify', 'set', substring(event, 2)), property.2, time, log_partition, log_offset, 0, message_id
FROM events ARRAY JOIN CAST(properties, 'Array(Tuple(String, String))') AS property
WHERE event IN ('$identify', '$set', '$set_once', '$increment', '$unset');
