SELECT what.1 AS property, what.2 AS grp, count() AS value
FROM (
  SELECT *, person_id AS person, arrayJoin([('', ''), ({p0:String}, toString(`channel`)), ({p1:String}, toString(`city`))]) AS what
  FROM events
  WHERE 
  project = {p2:String}
  AND time >= fromUnixTimestamp64Milli(1768176000000)
  AND time < fromUnixTimestamp64Milli(1768780800000) AND 1 AND event = {p3:String})
GROUP BY property, grp
ORDER BY property = '' DESC, value DESC, property, grp
LIMIT {p4:UInt32}

-- p0 = "$channel"
-- p1 = "$city"
-- p2 = "p"
-- p3 = "Order Completed"
-- p4 = 10000

SELECT what.1 AS property, what.2 AS grp, count() AS value
FROM (
  SELECT *, person_id AS person, arrayJoin([('', ''), ({p0:String}, toString(`channel`)), ({p1:String}, toString(`city`))]) AS what
  FROM events
  WHERE 
  project = {p2:String}
  AND time >= fromUnixTimestamp64Milli(1767571200000)
  AND time < fromUnixTimestamp64Milli(1768176000000) AND 1 AND event = {p3:String})
GROUP BY property, grp
ORDER BY property = '' DESC, value DESC, property, grp
LIMIT {p4:UInt32}

-- p0 = "$channel"
-- p1 = "$city"
-- p2 = "p"
-- p3 = "Order Completed"
-- p4 = 10000
