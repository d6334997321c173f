SELECT toUInt8(grouping(bucket)) AS whole, bucket, grp, if(whole = 1, uniqExactIf(person, inside), uniqExact(person)) AS value
FROM (
  SELECT grp, person, inside, arrayJoin(arrayPushBack(arrayMap(at -> {p0:Array(Int64)}[at + 1], range({p1:Array(UInt64)}[slot], {p2:Array(UInt64)}[slot])), -1)) AS bucket
  FROM (
    SELECT DISTINCT grp, person, bucket AS slot, time >= fromUnixTimestamp64Milli({p3:Int64}) AS inside
    FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, if(toInt64(floor(toUnixTimestamp64Milli(time) / 1000)) < {p4:Int64}, 0, transform(roundDown(toInt64(floor(toUnixTimestamp64Milli(time) / 1000)), {p5:Array(Int64)}), {p5:Array(Int64)}, {p6:Array(UInt64)}, 0)) AS bucket, '' AS grp
  FROM events
  WHERE 
  project = {p7:String}
  AND time >= fromUnixTimestamp64Milli({p8:Int64})
  AND time < fromUnixTimestamp64Milli({p9:Int64})
    AND 1 AND 1) WHERE 1  AND slot > 0
  )
)
GROUP BY GROUPING SETS ((bucket, grp), (grp))

-- p0 = [1767196800,1767283200,1767369600]
-- p1 = [0,0,0,1,2]
-- p2 = [1,2,3,3,3]
-- p3 = 1767196800000
-- p4 = 1766678400
-- p5 = [1766678400,1766764800,1766851200,1767283200,1767369600]
-- p6 = [1,2,3,4,5]
-- p7 = "p"
-- p8 = 1766678400000
-- p9 = 1767456000000
