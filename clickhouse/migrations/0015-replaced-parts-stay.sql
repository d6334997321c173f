-- What a merge replaces stays for eight minutes, as a ClickHouse server has it by itself and the embedded engine has not: a part whose merge
-- was never written, for want of room or of power, is then made good by what it was made of.
ALTER TABLE arrivals MODIFY SETTING old_parts_lifetime = 480;
ALTER TABLE catalogue_events MODIFY SETTING old_parts_lifetime = 480;
ALTER TABLE catalogue_properties MODIFY SETTING old_parts_lifetime = 480;
ALTER TABLE cohort_members MODIFY SETTING old_parts_lifetime = 480;
ALTER TABLE event_counts MODIFY SETTING old_parts_lifetime = 480;
ALTER TABLE events MODIFY SETTING old_parts_lifetime = 480;
ALTER TABLE group_changes MODIFY SETTING old_parts_lifetime = 480;
ALTER TABLE identities MODIFY SETTING old_parts_lifetime = 480;
ALTER TABLE identity_decisions MODIFY SETTING old_parts_lifetime = 480;
ALTER TABLE people_days MODIFY SETTING old_parts_lifetime = 480;
ALTER TABLE person_merges MODIFY SETTING old_parts_lifetime = 480;
ALTER TABLE person_numbers MODIFY SETTING old_parts_lifetime = 480;
ALTER TABLE plan_violations MODIFY SETTING old_parts_lifetime = 480;
ALTER TABLE quarantine MODIFY SETTING old_parts_lifetime = 480;
ALTER TABLE quarantine_replays MODIFY SETTING old_parts_lifetime = 480;
ALTER TABLE sealed_days MODIFY SETTING old_parts_lifetime = 480;
ALTER TABLE user_changes MODIFY SETTING old_parts_lifetime = 480;
