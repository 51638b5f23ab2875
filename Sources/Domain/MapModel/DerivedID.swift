extension ElementID {
  /// Derived ids lie from here up to twice as much: above every id counted by hand, below where JSON readers round.
  private static let derivedBase: UInt64 = 1 << 52

  /// An id for something whose own name is no number: the same name gives the same id everywhere.
  /// - Parameters:
  ///   - name: What it is called, with its kind: `feature divider-0`.
  ///   - taken: Ids in use; the first free id of the name's sequence is given.
  public static func derived(from name: String, avoiding taken: Set<ElementID> = []) -> ElementID {
    var salt = 0
    while true {
      let salted = salt == 0 ? name : "\(name)#\(salt)"
      let id = ElementID(derivedBase | SHA256.prefix64(Array(salted.utf8)) >> 12)
      if !taken.contains(id) { return id }
      salt += 1
    }
  }
}
