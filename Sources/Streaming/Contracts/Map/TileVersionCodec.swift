import CContracts
import MapModel
import Observations
import Reconstruction

/// Published tile versions as bytes: `resurvey.v1.TileVersion`.
public enum TileVersionCodec {
  /// Decodes and validates one version. The content hash is taken as it stands: whoever stores the tile compares it.
  /// - Throws: why it is refused: field, value and limit.
  public static func decode(_ bytes: [UInt8], limits: RecordLimits = .standard) throws(Rejection) -> TileVersion {
    try unsafe Wire.read(bytes, as: .tileVersion, Resurvey__V1__TileVersion.self) { message throws(Rejection) in
      guard let tile = unsafe message.pointee.tile else { throw Rejection(.missing, field: "tile", limit: "a tile") }
      guard unsafe tile.pointee.version > 0 else {
        throw Rejection(.missing, field: "tile.version", value: "0", limit: "1 or more")
      }
      var elements: [MapElement] = []
      if let columns = unsafe tile.pointee.elements {
        elements = try unsafe ElementReading.elements(columns.pointee, "tile.elements", limits)
      }
      var patch: TilePatch?
      if let body = unsafe message.pointee.patch {
        patch = try unsafe self.patch(body.pointee, limits)
        guard unsafe body.pointee.tile_id == tile.pointee.tile_id else {
          throw Rejection(
            .outOfRange, field: "patch.tile_id", value: unsafe "\(body.pointee.tile_id)",
            limit: unsafe "\(tile.pointee.tile_id), as the tile's")
        }
      }
      return try unsafe TileVersion(
        tile: MapTile(id: TileID(quadkey: tile.pointee.tile_id), version: tile.pointee.version, elements: elements),
        contentHash: RecordCheck.hash(Columns.copy(message.pointee.content_sha256), "content_sha256", limits),
        patch: patch, time_ns: message.pointee.time_ns)
    }
  }

  /// The bytes of a version; equal versions give equal bytes. At most 4 MiB may be published: see `MessageType.limits`.
  public static func encode(_ version: TileVersion) -> [UInt8] {
    let arena = Arena.forBuilding()
    let message = unsafe arena.message(resurvey__v1__tile_version__init)
    let tile = unsafe arena.message(resurvey__v1__map_tile__init)
    unsafe tile.pointee.tile_id = version.tile.id.quadkey
    unsafe tile.pointee.version = version.tile.version
    unsafe tile.pointee.elements = ElementWriting.elements(version.tile.elements, arena)
    unsafe message.pointee.tile = tile
    unsafe message.pointee.content_sha256 = arena.bytes(version.contentHash)
    unsafe message.pointee.time_ns = version.time_ns
    if let patch = version.patch {
      let body = unsafe arena.message(resurvey__v1__tile_patch__init)
      unsafe body.pointee.tile_id = patch.tile.quadkey
      unsafe body.pointee.base_version = patch.baseVersion
      unsafe body.pointee.base_sha256 = arena.bytes(patch.baseHash)
      unsafe (body.pointee.n_removed_element_id_delta, body.pointee.removed_element_id_delta) = arena.column(
        Deltas.differences(patch.removed.map(\.element.value)))
      unsafe (body.pointee.n_removed_part, body.pointee.removed_part) = arena.column(patch.removed.map(\.part))
      unsafe body.pointee.upserted = ElementWriting.elements(patch.upserted, arena)
      unsafe (body.pointee.n_change_ids, body.pointee.change_ids) = arena.texts(patch.changes)
      unsafe message.pointee.patch = body
    }
    return unsafe Wire.bytes(of: message, in: arena)
  }

  private static func patch(_ message: Resurvey__V1__TilePatch, _ limits: RecordLimits) throws(Rejection) -> TilePatch {
    var upserted: [MapElement] = []
    if let columns = unsafe message.upserted {
      upserted = try unsafe ElementReading.elements(columns.pointee, "patch.upserted", limits)
    }
    let removed = try unsafe ElementReading.pieces(
      elementDeltas: Columns.copy(message.n_removed_element_id_delta, message.removed_element_id_delta),
      parts: Columns.copy(message.n_removed_part, message.removed_part), "patch.removed_element_id_delta",
      "patch.removed_part")
    return try unsafe TilePatch(
      tile: TileID(quadkey: message.tile_id), baseVersion: message.base_version,
      baseHash: RecordCheck.hash(Columns.copy(message.base_sha256), "patch.base_sha256", limits), removed: removed,
      upserted: upserted,
      changes: RecordCheck.names(message.n_change_ids, message.change_ids, "patch.change_ids", limits))
  }
}
