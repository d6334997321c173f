SELECT countForEach(arrayDifference(arraySlice(moments, 1, level)) AS took) AS counts, quantileExactInclusiveForEach(0.5)(took) AS medians, avgForEach(took) AS averages
FROM (
    SELECT person, `excluded_1`, level, arrayMap(step -> if(step > level, 0, times[arrayFirstIndex(done -> done >= step, grown)]), range(1, 3)) AS moments
    FROM (
      SELECT person, `excluded_1`, level, arraySlice(at, begun) AS times, arrayMap((`more_1`, `more_2`) -> (2 - (greatest(0, 1 - (`more_1` - `base_1`)) + greatest(0, 1 - (`more_2` - `base_2`)))), arraySlice(`up_to_1`, greatest(begun, 1)), arraySlice(`up_to_2`, greatest(begun, 1))) AS grown
      FROM (
        SELECT *, indexOf(at, at[tried]) AS begun, `before_1`[begun] AS `base_1`, `before_2`[begun] AS `base_2`
        FROM (
          SELECT * EXCEPT (`base_1`, `base_2`), if(level = 0, 1, arrayLastIndex((bad, `more_1`, `more_2`) -> NOT bad AND (2 - (greatest(0, 1 - (`base_1` - `more_1`)) + greatest(0, 1 - (`base_2` - `more_2`)))) >= level,
            arraySlice(spoilt, 1, last), arraySlice(`before_1`, 1, last), arraySlice(`before_2`, 1, last))) AS tried
          FROM (
            SELECT * EXCEPT (`base_1`, `base_2`), arrayLastIndex(now -> now = finish, at) AS last, `up_to_1`[last] AS `base_1`, `up_to_2`[last] AS `base_2`
            FROM (
              SELECT *, at[first - 1 + arrayFirstIndex(done -> done >= level, arrayMap((`more_1`, `more_2`) -> (2 - (greatest(0, 1 - (`more_1` - `base_1`)) + greatest(0, 1 - (`more_2` - `base_2`)))), arraySlice(`up_to_1`, greatest(first, 1)), arraySlice(`up_to_2`, greatest(first, 1))))] AS finish
              FROM (
                SELECT *, arrayFirstIndex((many, bad) -> many = most AND NOT bad, done, spoilt) AS first,
                  if(first = 0, 0, most) AS level, `before_1`[greatest(first, 1)] AS `base_1`, `before_2`[greatest(first, 1)] AS `base_2`
                FROM (SELECT *, arrayMax(arrayPushBack(done, 0)) AS most FROM (SELECT *, arrayMap((stop, `hit_1`) -> (`hit_1` != 0 AND `hit_1` < stop), stops, arrayMap(one -> one.3, arrayFilter((one, own) -> own.2 = 1, arrayReverseFill(one -> one.2 = 0, arraySort(arrayConcat(arrayMap(at -> (at, toUInt8(1), toUInt64(0)), at),
          arrayMap(at -> (at, toUInt8(0), at), `excluded_1`)))), arraySort(arrayConcat(arrayMap(at -> (at, toUInt8(1), toUInt64(0)), at),
          arrayMap(at -> (at, toUInt8(0), at), `excluded_1`)))))) AS spoilt
      FROM (SELECT *, arrayMap((from, many, `full_1`, `full_2`) -> if(many >= 2, greatest(from, `full_1`, `full_2`),
        from + {p0:UInt64} + 1), at, done, arrayMap(one -> one.3, arrayFilter((one, own) -> own.2 = 0, arrayReverseFill(one -> one.2 = 1, arraySort(arrayConcat(arrayMap(nth -> (nth, toUInt8(0), toUInt64(0)), arrayEnumerate(moves)),
          arrayMap((nth, filled) -> (nth, toUInt8(1), filled.1), arrayFilter((nth, one) -> bitAnd(one.2, 1) != 0, arrayEnumerate(moves), moves), arrayShiftLeft(arrayFilter((one, nth) -> bitAnd(one.2, 1) != 0, moves, arrayEnumerate(moves)), 0))))), arraySort(arrayConcat(arrayMap(nth -> (nth, toUInt8(0), toUInt64(0)), arrayEnumerate(moves)),
          arrayMap((nth, filled) -> (nth, toUInt8(1), filled.1), arrayFilter((nth, one) -> bitAnd(one.2, 1) != 0, arrayEnumerate(moves), moves), arrayShiftLeft(arrayFilter((one, nth) -> bitAnd(one.2, 1) != 0, moves, arrayEnumerate(moves)), 0)))))), arrayMap(one -> one.3, arrayFilter((one, own) -> own.2 = 0, arrayReverseFill(one -> one.2 = 1, arraySort(arrayConcat(arrayMap(nth -> (nth, toUInt8(0), toUInt64(0)), arrayEnumerate(moves)),
          arrayMap((nth, filled) -> (nth, toUInt8(1), filled.1), arrayFilter((nth, one) -> bitAnd(one.2, 2) != 0, arrayEnumerate(moves), moves), arrayShiftLeft(arrayFilter((one, nth) -> bitAnd(one.2, 2) != 0, moves, arrayEnumerate(moves)), 0))))), arraySort(arrayConcat(arrayMap(nth -> (nth, toUInt8(0), toUInt64(0)), arrayEnumerate(moves)),
          arrayMap((nth, filled) -> (nth, toUInt8(1), filled.1), arrayFilter((nth, one) -> bitAnd(one.2, 2) != 0, arrayEnumerate(moves), moves), arrayShiftLeft(arrayFilter((one, nth) -> bitAnd(one.2, 2) != 0, moves, arrayEnumerate(moves)), 0))))))) AS stops FROM (
    SELECT *, arrayMap((`in_window_1`, `in_window_2`, `before_1`, `before_2`) -> (2 - (greatest(0, 1 - (`in_window_1` - `before_1`)) + greatest(0, 1 - (`in_window_2` - `before_2`)))), `in_window_1`, `in_window_2`, `before_1`, `before_2`) AS done
    FROM (
      SELECT *, arrayMap(one -> one.3[1], ends) AS `in_window_1`, arrayShiftRight(`up_to_1`, 1) AS `before_1`, arrayMap(one -> one.3[2], ends) AS `in_window_2`, arrayShiftRight(`up_to_2`, 1) AS `before_2`
      FROM (
        SELECT *, arrayFilter((one, own) -> own.2 = 1, arrayFill(one -> one.2 = 0, arraySort(one -> (one.1, one.2), arrayConcat(
            arrayMap((at, `count_1`, `count_2`) -> (at, toUInt8(0), [`count_1`, `count_2`]), at, `up_to_1`, `up_to_2`),
            arrayMap(at -> (at + {p0:UInt64}, toUInt8(1), [toInt64(0), toInt64(0)]), at)))), arraySort(one -> (one.1, one.2), arrayConcat(
            arrayMap((at, `count_1`, `count_2`) -> (at, toUInt8(0), [`count_1`, `count_2`]), at, `up_to_1`, `up_to_2`),
            arrayMap(at -> (at + {p0:UInt64}, toUInt8(1), [toInt64(0), toInt64(0)]), at)))) AS ends
        FROM (
          SELECT *, arrayMap(one -> one.1, moves) AS at, arrayMap(one -> one.2, moves) AS steps, arrayCumSum(arrayMap(one -> toInt64(bitAnd(one.2, 1) != 0), moves)) AS `up_to_1`, arrayCumSum(arrayMap(one -> toInt64(bitAnd(one.2, 2) != 0), moves)) AS `up_to_2`
          FROM (
            SELECT person, arraySort(groupUniqArrayIf(at, `is_excluded_1`)) AS `excluded_1`, arraySort(groupArrayIf((at, toUInt64(steps)), steps != 0)) AS moves
            FROM (SELECT person_id AS person, toUInt64(toUnixTimestamp64Milli(time) - 1767225599999) AS at, bitShiftLeft(toUInt64(event = {p1:String}), 0) + bitShiftLeft(toUInt64(event = {p2:String}), 1) AS steps, event = {p3:String} AS `is_excluded_1`
          FROM events
          WHERE 
  project = {p4:String}
  AND time >= fromUnixTimestamp64Milli(1767225600000)
  AND time < fromUnixTimestamp64Milli(1769904000000)
            AND event IN {p5:Array(String)} AND 1)
            GROUP BY person SETTINGS max_block_size = 1024
          )
        )
      )
    )))))
              )
            )
          )
        )
      )
    ))

-- p0 = 1209600000
-- p1 = "a"
-- p2 = "b"
-- p3 = "x"
-- p4 = "p"
-- p5 = ["a","b","x"]
