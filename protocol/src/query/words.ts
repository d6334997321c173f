/** The closed lists of words that questions are made of. */

export const INTERVALS = ['minute', 'hour', 'day', 'week', 'month'] as const
export const OPERATORS = [
  'eq',
  'neq',
  'in',
  'not_in',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
  'matches',
  'is_set',
  'is_not_set',
] as const
export const MATHS = [
  'total',
  'unique_users',
  'unique_sessions',
  'sum',
  'avg',
  'min',
  'max',
  'median',
  'p90',
  'p95',
  'p99',
  'total_per_user',
  'weekly_active',
  'monthly_active',
] as const
export const WINDOW_UNITS = ['second', 'minute', 'hour', 'day', 'week', 'month'] as const

export type Interval = (typeof INTERVALS)[number]
export type Operator = (typeof OPERATORS)[number]
export type Math = (typeof MATHS)[number]
export type WindowUnit = (typeof WINDOW_UNITS)[number]
