/** The console's own signs, drawn on a 24 × 24 grid with one pen. */
import type { ReactNode } from 'react'

function sign(strokes: ReactNode) {
  return ({ size = 18 }: { size?: number }) => (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {strokes}
    </svg>
  )
}

export const LiveSign = sign(<path d="M3 12h4l2.5-7 5 14L17 12h4" />)
export const DebugSign = sign(
  <path d="M8 9a4 4 0 0 1 8 0M7 9h10v5a5 5 0 0 1-10 0zM12 9v10M7 11H4M7 15H4M17 11h3M17 15h3M9 5L7.5 3M15 5l1.5-2" />,
)
export const TrendSign = sign(<path d="M4 4v16h16M8 15l4-5 3 3 5-7" />)
export const FunnelSign = sign(<path d="M4 5h16M7 10h10M9.5 15h5M11 20h2" />)
export const RetentionSign = sign(<path d="M4 4h16v16H4zM4 9.3h16M4 14.7h16M9.3 4v16M14.7 4v16" />)
export const PathSign = sign(
  <>
    <circle cx="6" cy="6" r="2" />
    <circle cx="18" cy="18" r="2" />
    <path d="M8 6h6a3 3 0 0 1 0 6h-4a3 3 0 0 0 0 6h6" />
  </>,
)
export const PlusSign = sign(<path d="M12 5v14M5 12h14" />)
export const CrossSign = sign(<path d="M6 6l12 12M18 6L6 18" />)
export const UpSign = sign(<path d="M12 19V5M6 11l6-6 6 6" />)
export const DownSign = sign(<path d="M12 5v14M6 13l6 6 6-6" />)
export const CalendarSign = sign(<path d="M4 6h16v14H4zM4 10h16M8 3v4M16 3v4" />)
export const FilterSign = sign(<path d="M4 6h16M7 12h10M10 18h4" />)
export const LinkSign = sign(
  <path d="M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7L12 17" />,
)
export const AgainSign = sign(
  <path d="M20 5v5h-5M4 19v-5h5M5.5 9A7.5 7.5 0 0 1 19 8l1 2M18.5 15A7.5 7.5 0 0 1 5 16l-1-2" />,
)
export const SaveSign = sign(<path d="M12 4v11M7 11l5 5 5-5M5 20h14" />)
export const PauseSign = sign(<path d="M9 5v14M15 5v14" />)
export const PlaySign = sign(<path d="M8 5l11 7-11 7z" />)
export const TrashSign = sign(<path d="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13" />)
export const GearSign = sign(
  <>
    <path d="M4 7h9M17 7h3M4 17h3M11 17h9" />
    <circle cx="15" cy="7" r="2" />
    <circle cx="9" cy="17" r="2" />
  </>,
)
export const AlertSign = sign(<path d="M12 4l9 16H3zM12 10v4M12 17v.010" />)
export const CheckSign = sign(<path d="M5 12l5 5 9-10" />)
export const SunSign = sign(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17l1.4 1.4M18.4 5.6L17 7M7 17l-1.4 1.4" />
  </>,
)
export const MoonSign = sign(<path d="M19.5 14A8 8 0 0 1 10 4.5 8 8 0 1 0 19.5 14z" />)
export const DoorSign = sign(<path d="M14 4H6v16h8M11 12h10M17 8l4 4-4 4" />)
export const GlobeSign = sign(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M3.5 12h17M12 3.5c3 3 3 14 0 17M12 3.5c-3 3-3 14 0 17" />
  </>,
)
