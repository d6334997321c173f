import { Button, Text, View } from 'react-native'
import { firefly } from './firefly'

export default function App() {
  return (
    <View>
      <Text>Shop</Text>
      <Button title="Buy for 129.50" onPress={() => firefly.track('Order Completed', { total: 129.5 })} />
    </View>
  )
}
