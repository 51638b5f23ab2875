import MapModel
import TestSupport
import Testing

@Suite struct MapTileDifferencesTests {
  /// Walking along both gives what looking up each piece gives.
  @Test func theyAreThoseOfLookingUpEachPiece() throws {
    var random = Seeded(9)
    var counts = (differing: 0, alike: 0, lacking: 0)
    for _ in 0..<200 {
      let before = random.tile()
      var elements = before.elements.filter { _ in Int.random(in: 0..<5, using: &random) > 0 }
      for index in elements.indices where Bool.random(using: &random) {
        elements[index] = random.piece(elements[index].piece.element.value)
      }
      for _ in 0..<Int.random(in: 0..<4, using: &random) {
        elements.append(random.piece(.random(in: 1...UInt64.max, using: &random)))
      }
      let after = MapTile(id: before.id, version: before.version, elements: elements)
      for (a, b) in [(before, after), (after, before)] {
        let differing = a.elements.filter { b[$0.piece] != $0 }
        let lacking = a.elements.map(\.piece).filter { b[$0] == nil }
        #expect(a.elements(differingFrom: b) == differing)
        #expect(a.pieces(lackingIn: b) == lacking)
        counts.differing += differing.count
        counts.alike += a.count - differing.count
        counts.lacking += lacking.count
      }
      #expect(before.elements(differingFrom: before).isEmpty && before.pieces(lackingIn: before).isEmpty)
    }
    #expect(counts.differing > 1000 && counts.alike > 1000 && counts.lacking > 1000)
  }
}
