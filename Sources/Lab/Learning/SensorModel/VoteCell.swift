import Evidence
import MapModel

/// All votes on one interval of one piece as it is mapped, day by day.
struct VoteCell: Sendable {
  /// From this probability on a vote counts as a sighting, in 1/255.
  static let hit_255: UInt8 = 128

  /// The votes of one day.
  struct Day: Sendable {
    let day: UInt32
    /// Where they stand among the cell's votes.
    var votes: Range<Int>
    var hits: Int
  }

  /// A vote as far as it matters here.
  struct Vote: Sendable {
    var expected: UInt8
    var detected: UInt8

    var isHit: Bool { detected >= VoteCell.hit_255 }
    /// How much it says.
    var weight: UInt8 { max(expected, detected) }
  }

  /// A vote that told a place or a reading last, to compare the next one's with.
  private struct Offset: Sendable {
    let first_cm, second_cm, sigma_cm: Double
  }

  let elementClass: ElementClass
  private(set) var votes: [Vote] = []
  private(set) var days: [Day] = []
  private var trip: UInt32 = 0
  private var slot: Int64 = .min
  private var offset: Offset?
  private var reading: Attributes?

  init(_ elementClass: ElementClass) { self.elementClass = elementClass }

  /// Takes a vote in. Two consecutive slots of a visit count once, by the vote that says more.
  mutating func add(_ vote: ElementVote, reading: Attributes?, visit: Visit, noise: inout VoteNoise) {
    let new = Vote(expected: vote.expected, detected: vote.detected)
    let isSame = slot > .min && visit.continues(trip: trip, slot: slot)
    slot = visit.slot
    if isSame, let last = votes.last, let day = days.last, day.votes.upperBound == votes.count {
      guard new.weight > last.weight else { return }
      votes[votes.count - 1] = new
      days[days.count - 1].hits += (new.isHit ? 1 : 0) - (last.isHit ? 1 : 0)
      return
    }
    trip = visit.trip
    votes.append(new)
    if days.last?.day != visit.day {
      days.append(Day(day: visit.day, votes: (votes.count - 1)..<votes.count, hits: 0))
    }
    days[days.count - 1].votes = days[days.count - 1].votes.lowerBound..<votes.count
    if new.isHit { days[days.count - 1].hits += 1 }
    guard new.isHit else { return }
    compareOffset(of: vote, &noise)
    guard let reading else { return }
    if let earlier = self.reading, let differences = earlier.differences(in: reading) {
      noise.compare(reading, differs: !differences.entries.isEmpty)
    }
    self.reading = reading
  }

  /// What two visits' offsets differ by says how well they tell a place, wherever the thing stands and however it is mapped.
  private mutating func compareOffset(of vote: ElementVote, _ noise: inout VoteNoise) {
    guard vote.sigma_cm > 0 else { return }
    let new = Offset(
      first_cm: Double(vote.offset_cm), second_cm: Double(vote.offsetNorth_cm), sigma_cm: Double(vote.sigma_cm))
    if let offset {
      let sigma = (offset.sigma_cm * offset.sigma_cm + new.sigma_cm * new.sigma_cm).squareRoot()
      noise.compare(new.first_cm - offset.first_cm, promised_cm: sigma)
      if elementClass.entry.matchKind == .point { noise.compare(new.second_cm - offset.second_cm, promised_cm: sigma) }
    }
    offset = new
  }

  /// Brings days that came late into their order.
  mutating func order() { days.sort { $0.day < $1.day } }
}
