import { Button } from '@tarojs/components'
import { firefly } from './firefly'

export default function Home() {
  // Taro hands taps to functions of its own, so say what a tap means here.
  return (
    <Button id="buy" onClick={() => firefly.track('Order Completed', { total: 129.5 })}>
      Buy for 129.50
    </Button>
  )
}
