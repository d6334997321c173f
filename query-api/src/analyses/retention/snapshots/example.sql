SELECT cohort, '' AS grp, arrayJoin(arrayConcat([toInt64(-1), toInt64(0)], arrayMap(far -> toInt64(far), arrayFilter(far -> far > 0 AND far <= 7, bitPositionsToArray(later))))) AS distance, sum(people) AS amount, amount AS counted
FROM (
  SELECT arrayJoin(arrayFilter(start -> start > 0 AND start <= 14, [bitPositionsToArray(began)[1]])) AS cohort, bitShiftRight(returned, cohort) AS later, people
  FROM (
    SELECT began, returned, count() AS people
    FROM (
      SELECT person, groupBitOrIf(period, starts) AS began, groupBitOrIf(period, returns) AS returned
      FROM (
        SELECT person_id AS person, bitShiftLeft(toUInt64(1), toUInt64(if(toUnixTimestamp64Milli(time) < {p0:Int64}, 0, {p1:Int64} + greatest(0, least({p2:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p0:Int64}, {p3:Int64})))))) AS period,
          event = {p4:String} AND 1 AS starts, event = {p5:String} AND 1 AS returns
        FROM events
        WHERE project = {p6:String}
            AND time < fromUnixTimestamp64Milli({p7:Int64})
            AND (time >= fromUnixTimestamp64Milli({p0:Int64}) OR starts)
            AND 1 AND (starts OR returns)
      )
      GROUP BY person)
    WHERE began != 0
    GROUP BY began, returned
  )
)
GROUP BY cohort, distance

-- p0 = 1766966400000
-- p1 = 1
-- p2 = 20
-- p3 = 604800000
-- p4 = "Signed Up"
-- p5 = "Order Completed"
-- p6 = "p"
-- p7 = 1779667200000
