-- Whether something of a session happened within half an hour of midnight (UTC), as mostly where it goes on the next day: all others need hardly
-- be looked for among those that are split. It follows from the row itself, so that what was sealed before is told apart as well.
ALTER TABLE sealed_visits ADD COLUMN near_midnight UInt8 DEFAULT at[1] < 1800000 OR at[-1] >= 84600000;
ALTER TABLE split_visits ADD COLUMN near_midnight UInt8 DEFAULT at[1] < 1800000 OR at[-1] >= 84600000;
