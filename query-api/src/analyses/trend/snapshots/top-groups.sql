SELECT grp, uniqExact(person) AS value
FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, 1767196800 + 86400 * greatest(0, least(2, intDiv(toUnixTimestamp64Milli(time) - 1767196800000, 86400000))) AS bucket, toString(properties[{p0:String}]) AS grp
  FROM events
  WHERE 
  project = {p1:String}
  AND time >= fromUnixTimestamp64Milli(1767196800000)
  AND time < fromUnixTimestamp64Milli(1767456000000)
    AND 1 AND 1)
GROUP BY grp
ORDER BY value DESC, grp
LIMIT {p2:UInt32}

-- p0 = "it's; DROP TABLE events --"
-- p1 = "p"
-- p2 = 3
