import Foundation
import Localization

extension LocalizedFrame {
  /// What a traversal that is sure says of something new, nats.
  private static let sightingWeight = 2.0

  /// How much a sighting of something new weighs, 0 … 1, where the lane is only probable: the likelihood ratio is that of the sighting in this
  /// lane and 1 in any other, so of two nats at even odds 1.43 are left, and not one.
  var sightingShare: Double { log(1 + testimony * (exp(Self.sightingWeight) - 1)) / Self.sightingWeight }
}
