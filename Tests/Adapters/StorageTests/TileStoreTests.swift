import Foundation
import MapModel
import TestSupport
import Testing

@testable import Storage

@Suite struct TileStoreTests {
  let scratch: Scratch
  let id = TileID(quadkey: 0xD0A1_B2C3)

  init() throws { scratch = try Scratch() }

  private func tile(_ version: UInt64, x_cm: Int32 = 1, id: TileID? = nil) -> MapTile {
    let pole = MapElement(
      piece: PieceID(ElementID(7)), elementClass: .pole, kind: .point, points: [TilePoint(x_cm: x_cm, y_cm: 2)])
    return MapTile(id: id ?? self.id, version: version, elements: [pole])
  }

  @Test func whatIsPutComesBackFromTheFile() throws {
    let other = TileID(quadkey: 5)
    do {
      let store = try TileStore(path: scratch.path("map.sqlite"))
      try store.put([tile(1), tile(1, id: other)])
      try store.put(tile(2, x_cm: 9))
    }
    let store = try TileStore(path: scratch.path("map.sqlite"), access: .readOnly)
    #expect(try store.current(id) == tile(2, x_cm: 9))
    #expect(try store.tile(id, version: 1) == tile(1))
    #expect(try store.tile(id, version: 3) == nil)
    #expect(try store.current(TileID(quadkey: 6)) == nil)
    #expect(try store.currentVersion(of: id) == 2)
    #expect(try store.currentIDs() == [other, id])
    #expect(try store.currentTiles() == [tile(1, id: other), tile(2, x_cm: 9)])
    #expect(try store.count() == 2)
    let history = try store.history(of: id)
    #expect(history.map(\.version) == [1, 2])
    #expect(history.map(\.contentHash) == [tile(1).contentHash, tile(2, x_cm: 9).contentHash])
  }

  @Test func aLateOldVersionIsKeptButNotCurrent() throws {
    let store = try TileStore(path: scratch.path("map.sqlite"))
    try store.put(tile(5))
    try store.put(tile(4))
    #expect(try store.currentVersion(of: id) == 5)
    #expect(try store.history(of: id).map(\.version) == [4, 5])
  }

  @Test func aVersionNeverChanges() throws {
    let store = try TileStore(path: scratch.path("map.sqlite"))
    try store.put(tile(1))
    try store.put(tile(1))
    #expect(throws: TileStoreError.conflict(tile: id, version: 1)) { try store.put([tile(2), tile(1, x_cm: 99)]) }
    #expect(try store.history(of: id).map(\.version) == [1])
    #expect(try store.current(id) == tile(1))
  }

  @Test func forgettingKeepsTheCurrentVersion() throws {
    let store = try TileStore(path: scratch.path("map.sqlite"))
    for version in 1...5 { try store.put(tile(UInt64(version))) }
    try store.forget(id, below: 4)
    #expect(try store.history(of: id).map(\.version) == [4, 5])
    try store.forget(id, below: 100)
    #expect(try store.history(of: id).map(\.version) == [5])
  }

  @Test func damagedBytesNameTileAndVersion() throws {
    let path = scratch.path("map.sqlite")
    let store = try TileStore(path: path)
    try store.put([tile(1), tile(2, x_cm: 5)])
    let damages = [
      "UPDATE tiles SET blob=zeroblob(40) WHERE version=2",
      "UPDATE tiles SET blob=(SELECT blob FROM tiles WHERE version=1) WHERE version=2",
      "UPDATE tiles SET blob=substr((SELECT blob FROM tiles WHERE version=1), 1, 30) WHERE version=2",
    ]
    for damage in damages {
      let raw = try Database(
        path: path, schema: DatabaseSchema(applicationID: 0x5253_564D, version: 1, name: "", tables: ""))
      try raw.run(damage)
      let error = #expect(throws: TileStoreError.self) { try store.current(id) }
      guard case .corrupt(path, id, 2, _) = error else {
        Issue.record("\(damage): \(String(describing: error))")
        continue
      }
      #expect(try store.tile(id, version: 1) == tile(1))
    }
  }

  @Test func anotherFileIsNoTileStore() throws {
    let path = scratch.path("partition.sqlite")
    _ = try PartitionStore(path: path, name: "p")
    let error = #expect(throws: TileStoreError.self) { try TileStore(path: path) }
    #expect(error?.description.contains("it is no Resurvey map store") == true)
    #expect(throws: TileStoreError.self) { try TileStore(path: scratch.path("absent"), access: .readOnly) }
  }

  @Test func aTileThatCannotBeEncodedIsNotStored() throws {
    let store = try TileStore(path: scratch.path("map.sqlite"))
    var pole = tile(1).elements[0]
    pole.points = []
    let unfit = MapTile(id: id, version: 1, elements: [pole])
    #expect(throws: TileStoreError.unfit(tile: id, version: 1, .malformed(field: "element.points"))) {
      try store.put(unfit)
    }
    #expect(try store.count() == 0)
  }
}
