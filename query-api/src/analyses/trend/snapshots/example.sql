SELECT grp, count() AS value
FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, {p0:Int64} + {p1:Int64} * greatest(0, least({p2:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p3:Int64}, {p4:Int64}))) AS bucket, toString(`channel`) AS grp
  FROM events
  WHERE 
  project = {p5:String}
  AND time >= fromUnixTimestamp64Milli({p3:Int64})
  AND time < fromUnixTimestamp64Milli({p6:Int64})
    AND 1 AND event = {p7:String} AND 1)
GROUP BY grp
ORDER BY value DESC, grp
LIMIT {p8:UInt32}

-- p0 = 1767196800
-- p1 = 86400
-- p2 = 30
-- p3 = 1767196800000
-- p4 = 86400000
-- p5 = "p"
-- p6 = 1769875200000
-- p7 = "$pageview"
-- p8 = 10

SELECT grp, ifNull(sum(if(isFinite(toFloat64OrNull(properties[{p0:String}])), toFloat64OrNull(properties[{p0:String}]), NULL)), 0) AS value
FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, {p1:Int64} + {p2:Int64} * greatest(0, least({p3:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p4:Int64}, {p5:Int64}))) AS bucket, toString(`channel`) AS grp
  FROM events
  WHERE 
  project = {p6:String}
  AND time >= fromUnixTimestamp64Milli({p4:Int64})
  AND time < fromUnixTimestamp64Milli({p7:Int64})
    AND 1 AND event = {p8:String} AND 1)
GROUP BY grp
ORDER BY value DESC, grp
LIMIT {p9:UInt32}

-- p0 = "total"
-- p1 = 1767196800
-- p2 = 86400
-- p3 = 30
-- p4 = 1767196800000
-- p5 = 86400000
-- p6 = "p"
-- p7 = 1769875200000
-- p8 = "Order Completed"
-- p9 = 10

SELECT toUInt8(grouping(bucket)) AS whole, bucket, grp, count() AS value
FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, {p0:Int64} + {p1:Int64} * greatest(0, least({p2:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p3:Int64}, {p4:Int64}))) AS bucket, toString(`channel`) AS grp
  FROM events
  WHERE 
  project = {p5:String}
  AND time >= fromUnixTimestamp64Milli({p3:Int64})
  AND time < fromUnixTimestamp64Milli({p6:Int64})
    AND 1 AND event = {p7:String} AND 1) WHERE has({p8:Array(String)}, grp)
GROUP BY ROLLUP(grp, bucket)
HAVING grouping(grp) = 0

-- p0 = 1767196800
-- p1 = 86400
-- p2 = 30
-- p3 = 1767196800000
-- p4 = 86400000
-- p5 = "p"
-- p6 = 1769875200000
-- p7 = "$pageview"
-- p8 = []

SELECT toUInt8(grouping(bucket)) AS whole, bucket, grp, ifNull(sum(if(isFinite(toFloat64OrNull(properties[{p0:String}])), toFloat64OrNull(properties[{p0:String}]), NULL)), 0) AS value
FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, {p1:Int64} + {p2:Int64} * greatest(0, least({p3:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p4:Int64}, {p5:Int64}))) AS bucket, toString(`channel`) AS grp
  FROM events
  WHERE 
  project = {p6:String}
  AND time >= fromUnixTimestamp64Milli({p4:Int64})
  AND time < fromUnixTimestamp64Milli({p7:Int64})
    AND 1 AND event = {p8:String} AND 1) WHERE has({p9:Array(String)}, grp)
GROUP BY ROLLUP(grp, bucket)
HAVING grouping(grp) = 0

-- p0 = "total"
-- p1 = 1767196800
-- p2 = 86400
-- p3 = 30
-- p4 = 1767196800000
-- p5 = 86400000
-- p6 = "p"
-- p7 = 1769875200000
-- p8 = "Order Completed"
-- p9 = []
