import Observations
import Simulation

/// An order of recorded drives, each a vehicle and a day of its own. Recorded drives often say neither, and what a sequential test decides
/// depends on who comes first.
public struct DriveOrder: Hashable, Sendable {
  private static let day_ns: Int64 = 86_400_000_000_000

  /// Number of the order: 0 is as recorded, others are shuffled by seeds.
  public let number: Int
  /// Index of the recorded drive that comes at each place.
  public let places: [Int]

  /// An order of so many drives.
  public init(_ number: Int, of count: Int, seed: UInt64) {
    var places = Array(0..<count)
    if number > 0 {
      var random = SeededRandom(seed: seed).split(UInt64(number))
      random.shuffle(&places)
    }
    self.number = number
    self.places = places
  }

  /// The drive at a place, on its day: its first frame is as many days after the first of all as drives came before.
  public func drive(at place: Int, of drives: [RecordedDrive]) -> RecordedDrive {
    var drive = drives[places[place]]
    let begin_ns = Self.begin_ns(of: drives)
    let shift_ns = begin_ns + Int64(place) * Self.day_ns - (drive.frames.first?.captureTime_ns ?? begin_ns)
    // Where every drive has a vehicle of its own the names stay: they decide who shares a partition.
    let isAlone = drives.count { $0.vehicle == drive.vehicle } == 1
    let name = isAlone ? drive.vehicle : VehicleID("\(drive.vehicle.text)-\(places[place])")
    for index in drive.frames.indices {
      drive.frames[index].captureTime_ns += shift_ns
      drive.frames[index].vehicle = name
    }
    return drive
  }

  /// The place of the drive during which something happened.
  func place(at time_ns: Int64, of drives: [RecordedDrive]) -> Int {
    min(max(Int((time_ns - Self.begin_ns(of: drives)) / Self.day_ns), 0), max(places.count - 1, 0))
  }

  private static func begin_ns(of drives: [RecordedDrive]) -> Int64 {
    drives.compactMap { $0.frames.first?.captureTime_ns }.min() ?? 0
  }
}
