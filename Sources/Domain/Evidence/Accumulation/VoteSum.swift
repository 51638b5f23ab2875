import Foundation
import Geometry
import MapModel

/// What the frames of a traversal showed of one element, or one interval of a line.
struct VoteSum: Sendable {
  let hash: UInt32
  /// The line's left normal, of length one, in the traversal's frame; nil for a point.
  let normal: Vector2?
  private(set) var frames = 0
  private var expectedSum = 0.0
  private var seen = 0.0
  private var testimonySum = 0.0
  private var looks = 0.0
  private var lastLook_ns: Int64?
  private var offsets: [(place: Vector2, weight: Double)] = []
  private var stride = 1
  private var skipped = 0
  private var sightings = 0
  private var weights = 0.0
  private var noiseVariance_m2 = 0.0
  private var poseVariance_m2 = 0.0
  var tally = AttributeTally()

  private static let kept = 32

  init(hash: UInt32, normal: Vector2?) {
    self.hash = hash
    self.normal = normal
  }

  /// A frame that could have seen it.
  mutating func look(
    expected: Double, wasSeen: Bool, testimony: Double, time_ns: Int64, configuration: AccumulationConfiguration
  ) {
    frames += 1
    testimonySum += testimony
    expectedSum += expected
    if wasSeen { seen += 1 }
    if let last = lastLook_ns {
      looks += min(max(Double(time_ns - last) / 1e9 / configuration.lookInterval_s, 0), 1)
    } else {
      looks = 1
    }
    lastLook_ns = time_ns
  }

  /// Where a sensor saw it.
  mutating func offset(_ offset: Vector2, noiseSigma_m: Double, poseSigma_m: Double) {
    guard noiseSigma_m.isFinite else { return }
    sightings += 1
    let weight = 1 / (noiseSigma_m * noiseSigma_m + poseSigma_m * poseSigma_m)
    weights += weight
    noiseVariance_m2 += weight * noiseSigma_m * noiseSigma_m
    poseVariance_m2 += weight * poseSigma_m * poseSigma_m
    skipped += 1
    guard skipped >= stride else { return }
    skipped = 0
    offsets.append((offset, weight))
    if offsets.count >= Self.kept {
      // Every second goes, and from here on only every second comes: an even sample of the whole traversal.
      offsets = offsets.indices.filter { $0 % 2 == 1 }.map { offsets[$0] }
      stride *= 2
    }
  }

  /// The vote; nil where it would say nothing.
  func vote(_ piece: PieceID, interval: UInt16, configuration: AccumulationConfiguration) -> ElementVote? {
    guard frames > 0 else { return nil }
    let mean = expectedSum / Double(frames)
    let rate = seen / Double(frames)
    let independent = min(looks, configuration.mostLooks)
    let testimony = testimonySum / Double(frames)
    let expected = min(1 - pow(1 - mean, independent), configuration.mostExpected)
    let detected = probabilitySeen(mean: mean, rate: rate, independent: independent, configuration)
    guard expected >= configuration.leastExpected || detected > 0.5 else { return nil }
    var vote = ElementVote(
      piece: piece, pieceHash: hash, interval: interval, expected: Self.byte(expected * testimony),
      detected: Self.byte(detected * testimony),
      label: UInt16(tally.majority), frames: UInt16(min(frames, Int(UInt16.max))))
    guard detected > 0.5, sightings > 0, let place = robustMean() else { return vote }
    // The pose errs the same way all along; the detections' own errors only as often as there are independent looks.
    let apart = max(min(independent, configuration.mostOffsets), 1)
    let sigma =
      ((noiseVariance_m2 / weights + place.spread_m2) / apart + poseVariance_m2 / weights + 0.03 * 0.03).squareRoot()
    vote.offset_cm = Self.centimetres(place.mean.x)
    vote.offsetNorth_cm = normal != nil ? 0 : Self.centimetres(place.mean.y)
    vote.sigma_cm = UInt16(min(max((sigma * 100).rounded(), 1), 65_535))
    return vote
  }

  /// Probability that the looks show the thing and not a false sighting. Its own probability of detection may lie well below the mean
  /// of its kind (worn paint, a twig before a sign), so the likelihood is averaged over lower ones too.
  private func probabilitySeen(
    mean: Double, rate: Double, independent: Double, _ configuration: AccumulationConfiguration
  ) -> Double {
    guard seen > 0 else { return 0 }
    let count = min(max(2 * independent, 1), Double(frames))
    let absent = configuration.falseSighting
    func likelihood(_ p: Double) -> Double {
      count * (rate * log(max(p, 1e-3)) + (1 - rate) * log(1 - min(p, 0.98)))
    }
    var present = 0.0
    let factors = [1.0, 0.75, 0.5, 0.3]
    let reference = likelihood(absent)
    for factor in factors {
      present += exp(likelihood(max(mean * factor, 2 * absent)) - reference) / Double(factors.count)
    }
    return present / (1 + present)
  }

  /// Mean of the offsets, each weighed down by its distance from the median (Cauchy), and the spread around it.
  private func robustMean() -> (mean: Vector2, spread_m2: Double)? {
    guard !offsets.isEmpty else { return nil }
    let middle = Vector2(Self.median(offsets.map(\.place.x)), Self.median(offsets.map(\.place.y)))
    let scale = max(Self.median(offsets.map { ($0.place - middle).length }), 0.03)
    var sum = Vector2.zero
    var weight = 0.0
    var spread = 0.0
    for offset in offsets {
      let d = (offset.place - middle).length / (2 * scale)
      let w = offset.weight / (1 + d * d)
      sum = sum + offset.place * w
      spread += w * (offset.place - middle).squaredLength
      weight += w
    }
    return (sum * (1 / weight), spread / weight)
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let n = sorted.count
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2
  }

  private static func byte(_ probability: Double) -> UInt8 { UInt8(min(max((probability * 255).rounded(), 0), 255)) }

  private static func centimetres(_ metres: Double) -> Int16 {
    Int16(min(max((metres * 100).rounded(), -32_000), 32_000))
  }
}
