-- Groups are of types, such as company and branch; what is said of them is what is said of users: set, set once, increment, append, unset, delete.
ALTER TABLE group_changes
    ADD COLUMN group_type LowCardinality(String) DEFAULT '',
    ADD COLUMN kind LowCardinality(String) DEFAULT 'set';
