const { firefly } = getApp()

Page({
  data: { help: '' },
  // A tap is told by itself; what it means is yours to say.
  onBuy() {
    firefly.track('Order Completed', { total: 129.5 })
  },
  // The page in the web view goes on as the same person.
  onHelp() {
    this.setData({ help: firefly.handOver('https://h5.example.com/help') })
  },
})
