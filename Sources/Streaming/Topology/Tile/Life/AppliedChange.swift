import Contracts
import Evidence
import MapModel
import Observations
import Reconstruction

/// A change that a published version holds and that later drives have not verified yet.
struct AppliedChange: Hashable, Sendable {
  var name: ChangeName
  /// As it was told when it was applied.
  var event: ChangeEvent
  var undo: TileUndo
  /// Offset of the record that had it applied.
  var offset: Int64
  var verification = Verification()

  var made: [PieceID] { undo.made.map(\.piece) }

  init(name: ChangeName, event: ChangeEvent, undo: TileUndo, offset: Int64) {
    self.name = name
    self.event = event
    self.undo = undo
    self.offset = offset
  }

  func write(to writer: inout LedgerWriter) throws(TileCodecError) {
    name.write(to: &writer)
    writer.blob(ChangeEventCodec.encode(event))
    writer.blob(try TileCodec.encode(MapTile(id: event.tile, version: 1, elements: undo.restored)))
    writer.list(undo.made) { writer, made in
      writer.piece(made.piece)
      writer.unsigned(made.contentHash)
    }
    writer.signed(offset)
    verification.write(to: &writer)
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    name = try ChangeName(from: &reader)
    do { event = try ChangeEventCodec.decode(try reader.blob("applied.event")) } catch {
      throw LedgerCorruption("applied.event")
    }
    let restored: [MapElement]
    do { restored = try TileCodec.decode(try reader.blob("applied.restored")).elements } catch {
      throw LedgerCorruption("applied.restored")
    }
    undo = TileUndo(
      restored: restored,
      made: try reader.list("applied.made") { (reader: inout LedgerReader) throws(LedgerCorruption) -> TileUndo.Made in
        TileUndo.Made(
          piece: try reader.piece("applied.piece"), contentHash: try reader.unsigned("applied.content_hash"))
      })
    offset = try reader.signed("applied.offset")
    verification = try Verification(from: &reader)
  }
}
