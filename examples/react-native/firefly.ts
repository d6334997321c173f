import AsyncStorage from '@react-native-async-storage/async-storage'
import NetInfo from '@react-native-community/netinfo'
import { AppState, Dimensions, Platform } from 'react-native'
import { init } from '@firefly/react-native'

interface Plan {
  'Order Completed': { total: number }
}

export const firefly = init<Plan>({
  writeKey: 'YOUR_WRITE_KEY',
  host: 'http://127.0.0.1:7070',
  native: { AppState, Dimensions, Platform },
  storage: AsyncStorage,
  network: NetInfo,
  app: { name: 'Shop', version: '1.0.0' },
})
