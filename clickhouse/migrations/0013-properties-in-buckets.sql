-- Properties are kept in about as many pieces as an event has of them, so that a question about one reads little of the others. Blocks
-- are inserted whole; merges take them apart, from now on.
-- where the engine knows how
ALTER TABLE events MODIFY SETTING map_serialization_version = 'with_buckets', map_serialization_version_for_zero_level_parts = 'basic',
    map_buckets_min_avg_size = 0, map_buckets_strategy = 'linear', map_buckets_coefficient = 1;
