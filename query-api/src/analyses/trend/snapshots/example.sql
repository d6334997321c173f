SELECT grp, count() AS value
FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, 1767196800 + 86400 * greatest(0, least(30, intDiv(toUnixTimestamp64Milli(time) - 1767196800000, 86400000))) AS bucket, toString(`channel`) AS grp
  FROM events
  WHERE 
  project = {p0:String}
  AND time >= fromUnixTimestamp64Milli(1767196800000)
  AND time < fromUnixTimestamp64Milli(1769875200000)
    AND 1 AND event = {p1:String})
GROUP BY grp
ORDER BY value DESC, grp
LIMIT {p2:UInt32}

-- p0 = "p"
-- p1 = "$pageview"
-- p2 = 10

SELECT grp, ifNull(sum(if(isFinite(toFloat64OrNull(properties[{p0:String}])), toFloat64OrNull(properties[{p0:String}]), NULL)), 0) AS value
FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, 1767196800 + 86400 * greatest(0, least(30, intDiv(toUnixTimestamp64Milli(time) - 1767196800000, 86400000))) AS bucket, toString(`channel`) AS grp
  FROM events
  WHERE 
  project = {p1:String}
  AND time >= fromUnixTimestamp64Milli(1767196800000)
  AND time < fromUnixTimestamp64Milli(1769875200000)
    AND 1 AND event = {p2:String})
GROUP BY grp
ORDER BY value DESC, grp
LIMIT {p3:UInt32}

-- p0 = "total"
-- p1 = "p"
-- p2 = "Order Completed"
-- p3 = 10

SELECT toUInt8(grouping(bucket)) AS whole, bucket, grp, count() AS value
FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, 1767196800 + 86400 * greatest(0, least(30, intDiv(toUnixTimestamp64Milli(time) - 1767196800000, 86400000))) AS bucket, toString(`channel`) AS grp
  FROM events
  WHERE 
  project = {p0:String}
  AND time >= fromUnixTimestamp64Milli(1767196800000)
  AND time < fromUnixTimestamp64Milli(1769875200000)
    AND 1 AND event = {p1:String}) WHERE has({p2:Array(String)}, grp)
GROUP BY ROLLUP(grp, bucket)
HAVING grouping(grp) = 0

-- p0 = "p"
-- p1 = "$pageview"
-- p2 = []

SELECT toUInt8(grouping(bucket)) AS whole, bucket, grp, ifNull(sum(if(isFinite(toFloat64OrNull(properties[{p0:String}])), toFloat64OrNull(properties[{p0:String}]), NULL)), 0) AS value
FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, 1767196800 + 86400 * greatest(0, least(30, intDiv(toUnixTimestamp64Milli(time) - 1767196800000, 86400000))) AS bucket, toString(`channel`) AS grp
  FROM events
  WHERE 
  project = {p1:String}
  AND time >= fromUnixTimestamp64Milli(1767196800000)
  AND time < fromUnixTimestamp64Milli(1769875200000)
    AND 1 AND event = {p2:String}) WHERE has({p3:Array(String)}, grp)
GROUP BY ROLLUP(grp, bucket)
HAVING grouping(grp) = 0

-- p0 = "total"
-- p1 = "p"
-- p2 = "Order Completed"
-- p3 = []
