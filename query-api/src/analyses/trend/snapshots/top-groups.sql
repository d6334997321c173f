SELECT grp, uniqExact(person) AS value
FROM (
  SELECT *, person_id AS person, properties[{p0:String}] AS grp
  FROM events
  WHERE 
  project = {p1:String}
  AND time >= fromUnixTimestamp64Milli({p2:Int64})
  AND time < fromUnixTimestamp64Milli({p3:Int64}) 
  AND 1 AND 1
)
GROUP BY grp
ORDER BY value DESC, grp
LIMIT {p4:UInt32}

-- p0 = "it's; DROP TABLE events --"
-- p1 = "p"
-- p2 = 1767196800000
-- p3 = 1767456000000
-- p4 = 3
