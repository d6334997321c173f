// Runs before the first paint, so that nobody who chose dark is blinded by a white page first.
;(() => {
  const chosen = localStorage.getItem('firefly-scheme')
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light'
})()
