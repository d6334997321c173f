import { createRoot } from 'react-dom/client'
import { firefly } from './firefly.js'

function Shop() {
  const buy = () => firefly.track('Order Completed', { total: 129.5 })
  return (
    <>
      <h1 data-ff-exposure="headline">Shop</h1>
      <button id="buy" onClick={buy}>
        Buy for 129.50
      </button>
    </>
  )
}

createRoot(document.getElementById('app')).render(<Shop />)
