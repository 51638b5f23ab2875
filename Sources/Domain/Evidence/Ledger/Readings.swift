import MapModel

/// The attributes that one traversal read, against those of the pieces it read them from: most pieces of a tile have one of a few sets, so that each
/// comparison is made once.
public struct Readings {
  private let labels: [Attributes]
  private var known: [(set: Int, label: Int, differences: Attributes?)] = []
  /// Comparisons that are remembered.
  private static let most = 16

  /// The labels that votes refer to by number, the first being 1.
  public init(_ labels: [Attributes]) { self.labels = labels }

  /// What a label says against the piece at a place of a tile; nil where it reads nothing that the map knows, or is none.
  mutating func differences(of label: Int, from index: Int, in tile: MapTile) -> Attributes? {
    guard label > 0, label <= labels.count else { return nil }
    guard let set = tile.attributeSet(at: index) else {
      return tile.attributes(at: index).differences(in: labels[label - 1])
    }
    for place in known.indices where known[place].set == set && known[place].label == label {
      return known[place].differences
    }
    let differences = tile.attributes(at: index).differences(in: labels[label - 1])
    if known.count < Self.most { known.append((set, label, differences)) }
    return differences
  }
}
