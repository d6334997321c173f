SELECT cohort, '' AS grp, toInt64(arrayJoin(bitPositionsToArray(bitOr(3, bitAnd(bitShiftLeft(later, 1), 508))))) - 1 AS distance, count() AS amount, amount AS counted
FROM (
  SELECT arrayJoin(arrayFilter(start -> start > 0 AND start <= 14, [bitPositionsToArray(began)[1]])) AS cohort, bitShiftRight(returned, cohort) AS later
  FROM (
      SELECT person, groupBitOrIf(period, starts) AS began, groupBitOrIf(period, returns) AS returned
      FROM (
        SELECT person_id AS person, bitShiftLeft(toUInt64(1), toUInt64(if(toUnixTimestamp64Milli(time) < 1766966400000, 0, 1 + greatest(0, least(20, intDiv(toUnixTimestamp64Milli(time) - 1766966400000, 604800000)))))) AS period,
          event = {p0:String} AS starts, event = {p1:String} AS returns
        FROM events
        WHERE project = {p2:String}
            AND time < fromUnixTimestamp64Milli(1779667200000)
            AND (time >= fromUnixTimestamp64Milli(1766966400000) OR starts)
            AND 1 AND (starts OR returns)
      )
      GROUP BY person)
)
GROUP BY cohort, distance

-- p0 = "Signed Up"
-- p1 = "Order Completed"
-- p2 = "p"
