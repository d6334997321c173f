SELECT toUInt8(grouping(bucket)) AS whole, bucket, grp, if(whole = 1, uniqExactIf(person, inside), uniqExact(person)) AS value
FROM (
  SELECT grp, person, inside, arrayJoin(arrayPushBack(arrayMap(at -> {p0:Array(Int64)}[at + 1], range({p1:Array(UInt64)}[slot], {p2:Array(UInt64)}[slot])), -1)) AS bucket
  FROM (
    SELECT DISTINCT grp, person, bucket AS slot, time >= fromUnixTimestamp64Milli({p3:Int64}) AS inside
    FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, toUInt64(if(toUnixTimestamp64Milli(time) < 1766678400000, 0, multiIf(toUnixTimestamp64Milli(time) >= 1767283200000, 4 + greatest(0, least(1, intDiv(toUnixTimestamp64Milli(time) - 1767283200000, 86400000))), toUnixTimestamp64Milli(time) >= 1766851200000, 3 + toInt64(0), 1 + greatest(0, least(1, intDiv(toUnixTimestamp64Milli(time) - 1766678400000, 86400000)))))) AS bucket, '' AS grp
  FROM events
  WHERE 
  project = {p4:String}
  AND time >= fromUnixTimestamp64Milli(1766678400000)
  AND time < fromUnixTimestamp64Milli(1767456000000)
    AND 1 AND 1) WHERE 1 AND slot > 0
  )
)
GROUP BY GROUPING SETS ((bucket, grp), (grp))

-- p0 = [1767196800,1767283200,1767369600]
-- p1 = [0,0,0,1,2]
-- p2 = [1,2,3,3,3]
-- p3 = 1767196800000
-- p4 = "p"
