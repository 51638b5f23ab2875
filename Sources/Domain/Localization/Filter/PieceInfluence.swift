import Geometry
import MapModel

/// How far the estimate would follow, were a piece of the map elsewhere: of each piece the derivative of all errors by its place, carried
/// through every update and every move. Self-confirmation hides lines that moved: who judges a piece has to know how much of the pose is
/// its own word. A pose that leaves the piece out differs by residual · share / (1 − share), within the held lane and without a new search.
struct PieceInfluence: Sendable {
  private struct Entry: Sendable {
    var tile: TileID
    var piece: PieceID
    /// Place of the piece in the region it was last seen in; −1 where that does not hold it.
    var index: Int
    /// Derivative of the errors by the piece's place to the vehicle's left.
    var sensitivity: ErrorState.Form

    /// How far the place across the road follows the piece; below 0 where it moves against it.
    func share(_ left: Vector2) -> Double {
      sensitivity[ErrorState.x] * left.x + sensitivity[ErrorState.y] * left.y
    }
  }
  private var entries: [Entry] = []
  private static let limit = 32
  /// Shares below this are forgotten.
  private static let least = 1e-3

  /// Forgets all.
  mutating func clear() { entries.removeAll(keepingCapacity: true) }

  /// Lets the errors carry each other along as a move does.
  mutating func carry(_ move: (inout ErrorState.Form) -> Void) {
    for i in entries.indices { move(&entries[i].sensitivity) }
  }

  /// An update overwrote part of what the estimate was.
  /// - Parameter own: the piece that it stems from, and how far its measurement would move with the piece; nil for other sources.
  mutating func update(form: ErrorState.Form, gain: ErrorState.Form, own: (index: Int, shift: Double)?) {
    for i in entries.indices {
      var change = -(form * entries[i].sensitivity).sum()
      if let own, entries[i].index == own.index { change += own.shift }
      entries[i].sensitivity += gain * change
    }
  }

  /// Makes room for a piece of a region that measurements stem from.
  mutating func follow(index: Int, region: MapRegion, left: Vector2) {
    guard !entries.contains(where: { $0.index == index }) else { return }
    if entries.count >= Self.limit {
      var least = 0
      for i in entries.indices where entries[i].share(left) < entries[least].share(left) { least = i }
      entries.remove(at: least)
    }
    let piece = region.pieces[index]
    entries.append(Entry(tile: region.tiles[piece.tile].id, piece: piece.id, index: index, sensitivity: .zero))
  }

  /// Forgets pieces that say nothing any more.
  mutating func forget(left: Vector2) { entries.removeAll { abs($0.share(left)) < Self.least } }

  /// The pieces' places in another region, whose frame lies turned by `turn_rad`.
  mutating func rebase(to region: MapRegion, turn_rad: Double) {
    for i in entries.indices {
      let entry = entries[i]
      entries[i].index =
        region.pieces.firstIndex { $0.id == entry.piece && region.tiles[$0.tile].id == entry.tile } ?? -1
      for first in [ErrorState.x, ErrorState.biasX] {
        let turned = Pose2(.zero, yaw_rad: turn_rad).rotate(
          Vector2(entry.sensitivity[first], entry.sensitivity[first + 1]))
        entries[i].sensitivity[first] = turned.x
        entries[i].sensitivity[first + 1] = turned.y
      }
    }
  }

  /// How far the place across the road follows each piece.
  func shares(left: Vector2) -> [LocalizedFrame.PieceShare] {
    entries.compactMap {
      guard $0.index >= 0 else { return nil }
      return LocalizedFrame.PieceShare(piece: $0.index, share: min(max($0.share(left), 0), 1))
    }
  }
}
