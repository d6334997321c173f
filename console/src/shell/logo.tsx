/** The firefly and its name. */
import style from './logo.module.css'

export function Logo({ withName = true }: { withName?: boolean }) {
  return (
    <span className={style['logo']}>
      <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <circle cx="16" cy="20" r="10" fill="var(--glow)" opacity=".22" />
        <circle cx="16" cy="20" r="5.5" fill="var(--glow)" />
        <path d="M16 14c-2-5-6-7-11-6 1 4 5 7 10 7zM16 14c2-5 6-7 11-6-1 4-5 7-10 7z" fill="var(--accent)" />
      </svg>
      {withName && <span>Firefly</span>}
    </span>
  )
}
