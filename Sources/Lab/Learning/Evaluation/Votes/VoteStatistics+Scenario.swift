import Simulation

extension VoteStatistics {
  /// The statistics of a scenario's votes before anything changes: the history of all its tiles, none of it folded.
  /// - Parameter progress: Called with the number of tiles done.
  public init(_ scenario: VoteScenario, seed: UInt64, progress: (Int) -> Void = { _ in }) {
    self.init()
    for tile in 0..<scenario.tiles {
      var traffic = VoteTraffic(VoteWorld(scenario, seed: seed, tile: tile))
      know(traffic.world.map)
      for _ in 0..<scenario.historyDays {
        traffic.nextDay()
        for _ in 0..<traffic.passes { add(traffic.next()) }
      }
      progress(tile + 1)
    }
  }
}
