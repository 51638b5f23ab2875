import MapModel

/// What lanes of a tile refer to.
struct LaneTies {
  let tile: MapTile

  /// True where a lane is bounded by an element.
  func bounds(_ element: ElementID) -> Bool {
    tile.elements.contains { lane in
      lane.references.contains { $0.element == element && $0.role != .regulation }
    }
  }

  /// The lanes ruled by an element, without that rule.
  func freed(from element: ElementID) -> [MapElement] {
    tile.elements.compactMap { lane in
      guard lane.references.contains(where: { $0.element == element && $0.role == .regulation }) else { return nil }
      var freed = lane
      freed.references.removeAll { $0.element == element && $0.role == .regulation }
      return freed
    }
  }
}
