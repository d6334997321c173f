-- Until when each project's events were taken out for their age, and who is at it.
CREATE TABLE retention_sweeps (
  project text PRIMARY KEY,
  since timestamptz NOT NULL,
  -- Whoever has not finished by then has ended.
  claimed_until timestamptz NOT NULL,
  finished_at timestamptz,
  counts jsonb NOT NULL DEFAULT '{}'
);
