import Evidence
import Geometry

/// What recorded drives told of wrong lines, for files and for people.
public struct ChangeBenchReport: Hashable, Sendable, Codable {
  /// What one order told with the true map.
  public struct TrueOrder: Hashable, Sendable, Codable {
    /// Number of the order.
    public var order: Int
    /// Claims that stand at the end.
    public var claims: Int
    /// Their length by kind, m.
    public var length_m: [String: Double]

    /// The claims of an order.
    public init(order: DriveOrder, claims: [ChangeClaim]) {
      self.order = order.number
      self.claims = claims.count
      var lengths: [String: Double] = [:]
      for claim in claims { lengths[claim.kind.name, default: 0] += claim.length_m }
      length_m = lengths
    }
  }

  /// What all orders told of one wrong line.
  public struct Edit: Hashable, Sendable, Codable {
    /// Its name.
    public var name: String
    /// What should be told.
    public var expected: String
    /// Length of the line, m.
    public var line_m: Double
    /// Drives that pass it.
    public var passes: Int
    /// Stations of 10 m with at least three drives.
    public var stations: Int
    /// One entry an order.
    public var orders: [EditOutcome]

    /// The outcomes of a stale map.
    public init(_ stale: StaleMap, passes: StationPasses, orders: [EditOutcome]) {
      name = stale.edit.name
      expected = stale.edit.expected.name
      line_m = stale.line.length_m
      self.passes = passes.passes
      stations = passes.carried.count
      self.orders = orders
    }

    /// Orders in which it was found.
    public var foundOrders: Int { orders.count(where: \.isFound) }

    /// Covered share of the stations with at least three drives, of each order, rising; empty without such a station.
    public var shares: [Double] {
      stations > 0 ? orders.map { Double($0.stations) / Double(stations) }.sorted() : []
    }

    /// Share of the stations with at least three drives at which as many testify, of each order, rising.
    public var witnessedShares: [Double] {
      stations > 0 ? orders.map { Double($0.witnessed) / Double(stations) }.sorted() : []
    }

    /// Length of what was found, of each order, rising, m.
    public var lengths_m: [Double] { orders.map(\.length_m).sorted() }

    /// Distances of the true line at the covered stations of all orders, rising, m.
    public var errors_m: [Double] { orders.flatMap(\.errors_m).sorted() }
  }

  /// Recorded drives.
  public var drives: Int
  /// Frames of all drives.
  public var frames: Int
  /// Seed of the orders.
  public var seed: UInt64
  /// With the true map, one entry an order.
  public var trueMap: [TrueOrder]
  /// One entry a wrong line.
  public var edits: [Edit]

  /// A report of its parts.
  public init(drives: [RecordedDrive], seed: UInt64, trueMap: [TrueOrder], edits: [Edit]) {
    self.drives = drives.count
    frames = drives.reduce(0) { $0 + $1.frames.count }
    self.seed = seed
    self.trueMap = trueMap
    self.edits = edits
  }
}
