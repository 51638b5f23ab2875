import Evidence
import MapModel

/// What the votes of a tile log are like: how often they are right, how sure they are, and what they have in common with each other.
///
/// Worlds of votes assume all of that; a log of frames has it. Of a world in which nothing changes, so that every miss is one.
public struct VoteStatistics: Sendable {
  private var points = VoteSamples()
  private var lines = VoteSamples()
  private var sightings = (points: 0, lines: 0)
  private var classes: [ElementID: ElementClass] = [:]
  private var traversals: Int32 = 0
  private var driven_m = 0

  /// Statistics of nothing yet.
  public init() {}

  /// Learns of a version of a tile's map: only the map says which votes are of points.
  public mutating func know(_ tile: MapTile) {
    for element in tile.elements { classes[element.piece.element] = element.elementClass }
  }

  /// Takes a traversal in.
  public mutating func add(_ evidence: TraversalEvidence) {
    let visit = Visit(evidence)
    for vote in evidence.votes {
      guard let elementClass = classes[vote.piece.element] else { continue }
      if elementClass.entry.matchKind == .point {
        points.add(vote, visit: visit, traversal: traversals)
      } else {
        lines.add(vote, visit: visit, traversal: traversals)
      }
    }
    for candidate in evidence.candidates {
      if candidate.kind == .point { sightings.points += 1 } else { sightings.lines += 1 }
    }
    traversals += 1
    driven_m += Int(evidence.distance_m)
  }

  /// What they are like.
  public func report() -> VoteReport {
    let km = Double(driven_m) / 1000
    return VoteReport(
      traversals: Int(traversals), driven_km: km,
      points: VoteReport.Kind(points.votes, sightings: sightings.points, driven_km: km),
      lines: VoteReport.Kind(lines.votes, sightings: sightings.lines, driven_km: km))
  }
}
