import CContracts
import MapModel

/// Map elements to messages in C.
enum MapWriting {
  static func piece(_ piece: PieceID, _ arena: borrowing Arena) -> UnsafeMutablePointer<Resurvey__V1__Piece> {
    let message = unsafe arena.message(resurvey__v1__piece__init)
    unsafe message.pointee.element_id = piece.element.value
    unsafe message.pointee.part = piece.part
    return unsafe message
  }

  static func shape(_ points: [TilePoint], _ arena: borrowing Arena) -> UnsafeMutablePointer<Resurvey__V1__TileShape> {
    let message = unsafe arena.message(resurvey__v1__tile_shape__init)
    unsafe (message.pointee.n_x_cm, message.pointee.x_cm) = arena.column(points.map(\.x_cm))
    unsafe (message.pointee.n_y_cm, message.pointee.y_cm) = arena.column(points.map(\.y_cm))
    return unsafe message
  }
}
