SELECT toUInt8(grouping(bucket)) AS whole, bucket, grp, if(whole = 1, uniqExactIf(person, inside), uniqExact(person)) AS value
FROM (
  SELECT grp, person, inside, arrayJoin(arrayPushBack(arrayMap(at -> {p0:Array(Int64)}[at + 1], range({p1:Array(UInt64)}[slot], {p2:Array(UInt64)}[slot])), -1)) AS bucket
  FROM (
    SELECT DISTINCT grp, person, bucket AS slot, time >= fromUnixTimestamp64Milli({p3:Int64}) AS inside
    FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, toUInt64(if(toUnixTimestamp64Milli(time) < {p4:Int64}, 0, multiIf(toUnixTimestamp64Milli(time) >= {p5:Int64}, {p6:Int64} + greatest(0, least({p7:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p5:Int64}, {p8:Int64}))), toUnixTimestamp64Milli(time) >= {p9:Int64}, {p10:Int64} + 0, {p7:Int64} + greatest(0, least({p7:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p4:Int64}, {p8:Int64})))))) AS bucket, '' AS grp
  FROM events
  WHERE 
  project = {p11:String}
  AND time >= fromUnixTimestamp64Milli({p4:Int64})
  AND time < fromUnixTimestamp64Milli({p12:Int64})
    AND 1 AND 1) WHERE 1 AND slot > 0
  )
)
GROUP BY GROUPING SETS ((bucket, grp), (grp))

-- p0 = [1767196800,1767283200,1767369600]
-- p1 = [0,0,0,1,2]
-- p2 = [1,2,3,3,3]
-- p3 = 1767196800000
-- p4 = 1766678400000
-- p5 = 1767283200000
-- p6 = 4
-- p7 = 1
-- p8 = 86400000
-- p9 = 1766851200000
-- p10 = 3
-- p11 = "p"
-- p12 = 1767456000000
