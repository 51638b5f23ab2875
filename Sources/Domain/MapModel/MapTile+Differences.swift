extension MapTile {
  /// Its pieces that another version lacks or has otherwise, ordered. Linear: both are in the order of pieces.
  public func elements(differingFrom other: MapTile) -> [MapElement] {
    let (mine, theirs) = (elements, other.elements)
    // Looked at where they stand: a piece is dear to copy, and nearly all are alike.
    let (here, there) = (mine.span, theirs.span)
    var differing: [MapElement] = []
    var place = 0
    for index in here.indices {
      while place < there.count, there[place].piece < here[index].piece { place += 1 }
      if place == there.count || there[place] != here[index] { differing.append(here[index]) }
    }
    return differing
  }

  /// Its pieces that another version lacks, ordered.
  public func pieces(lackingIn other: MapTile) -> [PieceID] {
    var lacking: [PieceID] = []
    var place = 0
    for index in 0..<count {
      let piece = piece(at: index)
      while place < other.count, other.piece(at: place) < piece { place += 1 }
      if place == other.count || other.piece(at: place) != piece { lacking.append(piece) }
    }
    return lacking
  }
}
