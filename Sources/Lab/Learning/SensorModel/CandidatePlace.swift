import Evidence
import MapModel

/// A place where something was seen that the map does not hold: how often it was seen again.
struct CandidatePlace: Sendable {
  /// What traversals of one day could have seen, and saw.
  struct Day: Sendable {
    let day: UInt32
    var looks = 0
    var sightings = 0
    /// Sum of what the looks promised, 0 … 1 each.
    var expected = 0.0
  }

  let elementClass: ElementClass
  let centre: TilePoint
  /// Of the first sighting: without it there would be no place, so that day says nothing of how often it is seen.
  let firstDay: UInt32
  /// Sightings of the first day.
  var first = 0
  private(set) var days: [Day] = []

  init(_ elementClass: ElementClass, at centre: TilePoint, day: UInt32) {
    self.elementClass = elementClass
    self.centre = centre
    firstDay = day
  }

  mutating func look(wasSeen: Bool, expected_255: UInt8, day: UInt32) {
    guard day > firstDay else {
      if wasSeen { first += 1 }
      return
    }
    if days.last?.day != day { days.append(Day(day: day)) }
    days[days.count - 1].looks += 1
    days[days.count - 1].expected += Double(expected_255) / 255
    if wasSeen { days[days.count - 1].sightings += 1 }
  }

  /// Brings days that came late into their order.
  mutating func order() { days.sort { $0.day < $1.day } }
}

/// The places of one tile.
struct CandidatePlaces: Sendable {
  /// Those that the map explains by now.
  private(set) var closed: [CandidatePlace] = []
  private(set) var open: [CandidatePlace] = []

  /// Sightings within this of a place are of it, cm.
  private static let gate_cm: Int64 = 150
  /// Lines are looked at where they cross multiples of this along the axis they run along, cm.
  private static let step_cm: Int64 = 2000
  /// A sighting no likelier than this is none, in 1/255.
  private static let least_255: UInt8 = 64

  /// Takes in what a traversal saw, and what it did not see again.
  mutating func add(_ evidence: TraversalEvidence, day: UInt32) {
    var seen: Set<Int> = []
    for sighting in evidence.candidates where sighting.existence >= Self.least_255 && !sighting.points.isEmpty {
      for place in Self.places(of: sighting) {
        if let index = nearest(to: place, sighting.elementClass) {
          seen.insert(index)
        } else {
          seen.insert(open.count)
          open.append(CandidatePlace(sighting.elementClass, at: place, day: day))
        }
      }
    }
    guard !open.isEmpty, !evidence.swath.path.isEmpty else { return }
    let path = LineMeasure(evidence.swath.path)
    for index in open.indices {
      let reach = evidence.swath.reaches.first { $0.elementClass == open[index].elementClass }
      let wasSeen = seen.contains(index)
      guard wasSeen || reach.map({ path.nearest(to: open[index].centre).distance_cm <= Int64($0.lateral_cm) }) ?? false
      else { continue }
      open[index].look(wasSeen: wasSeen, expected_255: reach?.expected ?? 0, day: day)
    }
  }

  /// Closes places that a new version of the map explains; all of them where it is not known.
  mutating func follow(_ tile: MapTile?) {
    guard let tile else {
      closed += open
      open = []
      return
    }
    var elements: [ElementClass: [LineMeasure]] = [:]
    for element in tile.elements where element.elementClass.entry.matchKind != .none {
      elements[element.elementClass, default: []].append(
        LineMeasure(element.kind == .line ? element.points : [element.centre]))
    }
    let isExplained = open.map { place in
      elements[place.elementClass, default: []].contains { $0.nearest(to: place.centre).distance_cm <= Self.gate_cm }
    }
    closed += zip(open, isExplained).filter(\.1).map(\.0)
    open = zip(open, isExplained).filter { !$0.1 }.map(\.0)
  }

  /// Brings days that came late into their order.
  mutating func order() {
    for index in open.indices { open[index].order() }
    for index in closed.indices { closed[index].order() }
  }

  private func nearest(to place: TilePoint, _ elementClass: ElementClass) -> Int? {
    var best: (distance_cm: Int64, index: Int)?
    for index in open.indices where open[index].elementClass == elementClass {
      let distance = open[index].centre.distance_cm(to: place)
      if distance <= Self.gate_cm, distance < best?.distance_cm ?? .max { best = (distance, index) }
    }
    return best?.index
  }

  /// Where a sighting is looked for again: a point where it is, a line where it crosses fixed places along its axis.
  private static func places(of sighting: CandidateSighting) -> [TilePoint] {
    guard sighting.kind == .line else { return [sighting.points.meanVertex] }
    guard let first = sighting.points.first, let last = sighting.points.last else { return [] }
    let alongX = abs(Int64(last.x_cm) - Int64(first.x_cm)) >= abs(Int64(last.y_cm) - Int64(first.y_cm))
    var places: [TilePoint] = []
    for (a, b) in zip(sighting.points, sighting.points.dropFirst()) {
      let (from, to) = alongX ? (Int64(a.x_cm), Int64(b.x_cm)) : (Int64(a.y_cm), Int64(b.y_cm))
      let (start, end) = alongX ? (Int64(a.y_cm), Int64(b.y_cm)) : (Int64(a.x_cm), Int64(b.x_cm))
      let (low, high) = (min(from, to), max(from, to))
      var along = (low / step_cm - 1) * step_cm
      while along < low { along += step_cm }
      while along < high {
        let across = start + (end - start) * (along - from) / (to - from)
        places.append(
          alongX
            ? TilePoint(x_cm: Int32(clamping: along), y_cm: Int32(clamping: across))
            : TilePoint(x_cm: Int32(clamping: across), y_cm: Int32(clamping: along)))
        along += step_cm
      }
    }
    return places
  }
}
