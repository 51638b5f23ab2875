import Runtime
import Testing

@Suite struct InFlightTests {
  @Test func countsThePartitionThatHoldsMost() {
    var flight = InFlight()
    flight.delivered(partition: 0, offset: 0, bytes: 100)
    flight.delivered(partition: 0, offset: 1, bytes: 50)
    flight.delivered(partition: 1, offset: 0, bytes: 120)
    #expect(flight.largest_bytes == 150)
    flight.read(upTo: [0: 1])
    #expect(flight.largest_bytes == 120)
    flight.read(upTo: [0: 2, 1: 1])
    #expect(flight.largest_bytes == 0)
  }
}
