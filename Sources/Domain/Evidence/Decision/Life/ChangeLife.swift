/// The life of a change: suspected, confirmed, applied in a version, verified by later drives; or retracted, rejected or split on the way.
extension ChangeEvent.Status {
  /// True where nothing follows.
  public var isEnd: Bool {
    switch self {
    case .verified, .retracted, .rejected, .split: true
    case .suspected, .confirmed, .applied, .held: false
    }
  }

  /// True where a life may begin so: evidence may suffice at once, and then a gate or a storm may hold it.
  public var mayBegin: Bool { self == .suspected || self == .confirmed || self == .held }

  /// True where this status may be told after another. The same one again is a remark, or a work zone that grew.
  public func mayFollow(_ earlier: ChangeEvent.Status) -> Bool {
    if earlier.isEnd { return false }
    if self == earlier { return true }
    return switch (earlier, self) {
    case (.suspected, .confirmed), (.suspected, .held), (.held, .confirmed): true
    case (.confirmed, .applied), (.applied, .verified): true
    case (.suspected, .split), (.held, .split): true
    case (_, .retracted), (_, .rejected): true
    default: false
    }
  }
}
