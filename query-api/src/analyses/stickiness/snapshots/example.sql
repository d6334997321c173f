SELECT intervals, count() AS people
FROM (
  SELECT person, count() AS intervals
  FROM (
    SELECT person_id AS person, intDiv(if(toInt64(floor(toUnixTimestamp64Milli(time) / 1000)) < {p0:Int64}, 0, transform(roundDown(toInt64(floor(toUnixTimestamp64Milli(time) / 1000)), {p1:Array(Int64)}), {p1:Array(Int64)}, {p2:Array(UInt64)}, 0)) - 1, 1) AS interval
    FROM events
    WHERE 
  project = {p3:String}
  AND time >= fromUnixTimestamp64Milli({p4:Int64})
  AND time < fromUnixTimestamp64Milli({p5:Int64}) AND 1 AND event = {p6:String} AND 1
    GROUP BY person, interval
    HAVING count() >= {p7:UInt64}
  )
  GROUP BY person)
GROUP BY intervals

-- p0 = 1767225600
-- p1 = [1767225600,1767312000,1767398400,1767484800,1767571200,1767657600,1767744000,1767830400,1767916800,1768003200,1768089600,1768176000,1768262400,1768348800,1768435200,1768521600,1768608000,1768694400,1768780800,1768867200,1768953600,1769040000,1769126400,1769212800,1769299200,1769385600,1769472000,1769558400,1769644800,1769731200,1769817600]
-- p2 = [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31]
-- p3 = "p"
-- p4 = 1767225600000
-- p5 = 1769904000000
-- p6 = "$pageview"
-- p7 = 3
