SELECT intervals, count() AS people
FROM (
  SELECT person, count() AS intervals
  FROM (
    SELECT person_id AS person, toUInt64(if(toUnixTimestamp64Milli(time) < 1767225600000, 0, 1 + greatest(0, least(30, intDiv(toUnixTimestamp64Milli(time) - 1767225600000, 86400000))))) - 1 AS interval
    FROM events
    WHERE 
  project = {p0:String}
  AND time >= fromUnixTimestamp64Milli(1767225600000)
  AND time < fromUnixTimestamp64Milli(1769904000000) AND 1 AND event = {p1:String}
    GROUP BY person, interval
    HAVING count() >= {p2:UInt64}
  )
  GROUP BY person)
GROUP BY intervals

-- p0 = "p"
-- p1 = "$pageview"
-- p2 = 3
