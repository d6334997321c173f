SELECT grp, count() AS value
FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, roundDown(toInt64(floor(toUnixTimestamp64Milli(time) / 1000)), {p0:Array(Int64)}) AS bucket, toString(`channel`) AS grp
  FROM events
  WHERE 
  project = {p1:String}
  AND time >= fromUnixTimestamp64Milli({p2:Int64})
  AND time < fromUnixTimestamp64Milli({p3:Int64})
    AND 1 AND event = {p4:String} AND 1)
GROUP BY grp
ORDER BY value DESC, grp
LIMIT {p5:UInt32}

-- p0 = [1767196800,1767283200,1767369600,1767456000,1767542400,1767628800,1767715200,1767801600,1767888000,1767974400,1768060800,1768147200,1768233600,1768320000,1768406400,1768492800,1768579200,1768665600,1768752000,1768838400,1768924800,1769011200,1769097600,1769184000,1769270400,1769356800,1769443200,1769529600,1769616000,1769702400,1769788800]
-- p1 = "p"
-- p2 = 1767196800000
-- p3 = 1769875200000
-- p4 = "$pageview"
-- p5 = 10

SELECT grp, ifNull(sum(if(isFinite(toFloat64OrNull(properties[{p0:String}])), toFloat64OrNull(properties[{p0:String}]), NULL)), 0) AS value
FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, roundDown(toInt64(floor(toUnixTimestamp64Milli(time) / 1000)), {p1:Array(Int64)}) AS bucket, toString(`channel`) AS grp
  FROM events
  WHERE 
  project = {p2:String}
  AND time >= fromUnixTimestamp64Milli({p3:Int64})
  AND time < fromUnixTimestamp64Milli({p4:Int64})
    AND 1 AND event = {p5:String} AND 1)
GROUP BY grp
ORDER BY value DESC, grp
LIMIT {p6:UInt32}

-- p0 = "total"
-- p1 = [1767196800,1767283200,1767369600,1767456000,1767542400,1767628800,1767715200,1767801600,1767888000,1767974400,1768060800,1768147200,1768233600,1768320000,1768406400,1768492800,1768579200,1768665600,1768752000,1768838400,1768924800,1769011200,1769097600,1769184000,1769270400,1769356800,1769443200,1769529600,1769616000,1769702400,1769788800]
-- p2 = "p"
-- p3 = 1767196800000
-- p4 = 1769875200000
-- p5 = "Order Completed"
-- p6 = 10

SELECT toUInt8(grouping(bucket)) AS whole, bucket, grp, count() AS value
FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, roundDown(toInt64(floor(toUnixTimestamp64Milli(time) / 1000)), {p0:Array(Int64)}) AS bucket, toString(`channel`) AS grp
  FROM events
  WHERE 
  project = {p1:String}
  AND time >= fromUnixTimestamp64Milli({p2:Int64})
  AND time < fromUnixTimestamp64Milli({p3:Int64})
    AND 1 AND event = {p4:String} AND 1) WHERE 1 AND has({p5:Array(String)}, grp)
GROUP BY GROUPING SETS ((bucket, grp), (grp))

-- p0 = [1767196800,1767283200,1767369600,1767456000,1767542400,1767628800,1767715200,1767801600,1767888000,1767974400,1768060800,1768147200,1768233600,1768320000,1768406400,1768492800,1768579200,1768665600,1768752000,1768838400,1768924800,1769011200,1769097600,1769184000,1769270400,1769356800,1769443200,1769529600,1769616000,1769702400,1769788800]
-- p1 = "p"
-- p2 = 1767196800000
-- p3 = 1769875200000
-- p4 = "$pageview"
-- p5 = []

SELECT toUInt8(grouping(bucket)) AS whole, bucket, grp, ifNull(sum(if(isFinite(toFloat64OrNull(properties[{p0:String}])), toFloat64OrNull(properties[{p0:String}]), NULL)), 0) AS value
FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, roundDown(toInt64(floor(toUnixTimestamp64Milli(time) / 1000)), {p1:Array(Int64)}) AS bucket, toString(`channel`) AS grp
  FROM events
  WHERE 
  project = {p2:String}
  AND time >= fromUnixTimestamp64Milli({p3:Int64})
  AND time < fromUnixTimestamp64Milli({p4:Int64})
    AND 1 AND event = {p5:String} AND 1) WHERE 1 AND has({p6:Array(String)}, grp)
GROUP BY GROUPING SETS ((bucket, grp), (grp))

-- p0 = "total"
-- p1 = [1767196800,1767283200,1767369600,1767456000,1767542400,1767628800,1767715200,1767801600,1767888000,1767974400,1768060800,1768147200,1768233600,1768320000,1768406400,1768492800,1768579200,1768665600,1768752000,1768838400,1768924800,1769011200,1769097600,1769184000,1769270400,1769356800,1769443200,1769529600,1769616000,1769702400,1769788800]
-- p2 = "p"
-- p3 = 1767196800000
-- p4 = 1769875200000
-- p5 = "Order Completed"
-- p6 = []
