import CContracts
import Geometry
import MapModel
import Observations

/// From the bytes of a plain frame to a frame whose memory is used again. False where the general decoder must have the word; nothing
/// is told of why.
enum PlainFrame {
  /// Hands the view of a plain frame of this version to `body`; false where the frame is none.
  @inline(__always)
  static func read(_ bytes: [UInt8], _ body: (inout contract_frame_view) -> Bool) -> Bool {
    let limits = MessageType.observationFrame.limits
    guard !bytes.isEmpty, bytes.count <= limits.bytes else { return false }
    let start: Int
    do throws(Rejection) { start = try ConfluentFraming.payloadStart(of: bytes) } catch { return false }
    guard start < bytes.count else { return false }
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      var view = unsafe contract_frame_view()
      guard let first = buffer.baseAddress,
        unsafe contract_frame_view_read(&view, first + start, buffer.count - start, limits.unknownFields) != 0,
        unsafe view.schema_version == FrameLimits.schemaVersion
      else { return false }
      return unsafe body(&view)
    }
  }

  /// All but names and tables; nothing is checked but that numbers have 32 bits.
  static func fill(_ frame: inout ObservationFrame, _ view: contract_frame_view) -> Bool {
    unsafe fillHead(&frame, view)
    unsafe fillFreeSpace(&frame, view)
    return unsafe fill(&frame.points, view) && fill(&frame.lines, view.lines) && fill(&frame.polygons, view.polygons)
      && fill(&frame.bearings, view)
  }

  private static func fillHead(_ frame: inout ObservationFrame, _ view: contract_frame_view) {
    unsafe frame.sequence = view.sequence
    unsafe frame.captureTime_ns = view.capture_time_ns
    frame.gnss = nil
    if unsafe view.has_gnss != 0 {
      let numbers = unsafe view.gnss
      var fix = GNSSFix(
        place: Geodetic(latitude_deg: numbers.0, longitude_deg: numbers.1, height_m: numbers.2),
        covariance: Covariance2(xx: numbers.3, xy: numbers.4, yy: numbers.5))
      if unsafe view.has_heading != 0 { unsafe (fix.yaw_rad, fix.yawSigma_rad) = view.heading }
      frame.gnss = fix
    }
    frame.motion = nil
    if unsafe view.has_motion != 0 {
      let numbers = unsafe view.motion
      frame.motion = Motion(
        speed_mps: numbers.0, yawRate_radps: numbers.1, speedSigma_mps: numbers.2, yawRateSigma_radps: numbers.3)
    }
  }

  private static func fillFreeSpace(_ frame: inout ObservationFrame, _ view: contract_frame_view) {
    guard unsafe view.has_free_space != 0 else {
      frame.freeSpace = nil
      return
    }
    // Taken out and put back, so that the column's memory has one owner while it is written.
    var rays = frame.freeSpace?.range_m ?? []
    frame.freeSpace = nil
    unsafe ColumnFilling.floats(view.rays, into: &rays)
    unsafe frame.freeSpace = FreeSpaceProfile(
      startAzimuth_rad: view.free_space.0, step_rad: view.free_space.1, range_m: rays)
  }
}

extension PlainFrame {
  private static func fill(_ points: inout PointDetections, _ view: contract_frame_view) -> Bool {
    unsafe ColumnFilling.floats(view.points.0, into: &points.x_m)
    unsafe ColumnFilling.floats(view.points.1, into: &points.y_m)
    unsafe ColumnFilling.floats(view.points.2, into: &points.varianceXX_m2)
    unsafe ColumnFilling.floats(view.points.3, into: &points.varianceXY_m2)
    unsafe ColumnFilling.floats(view.points.4, into: &points.varianceYY_m2)
    unsafe ColumnFilling.floats(view.points.7, into: &points.existence)
    return unsafe ColumnFilling.numbers(view.points.5, into: &points.label)
      && ColumnFilling.numbers(view.points.6, into: &points.sensor)
      && ColumnFilling.numbers(view.points.8, orZeros: points.count, into: &points.tracking)
  }

  private typealias LineColumns = (
    contract_column, contract_column, contract_column, contract_column, contract_column, contract_column,
    contract_column, contract_column
  )

  private static func fill(_ lines: inout LineDetections, _ columns: LineColumns) -> Bool {
    unsafe ColumnFilling.floats(columns.1, into: &lines.x_m)
    unsafe ColumnFilling.floats(columns.2, into: &lines.y_m)
    unsafe ColumnFilling.floats(columns.3, into: &lines.sigma_m)
    unsafe ColumnFilling.floats(columns.6, into: &lines.existence)
    guard unsafe ColumnFilling.numbers(columns.0, into: &lines.vertexCount) else { return false }
    ColumnFilling.starts(of: lines.vertexCount, into: &lines.firstVertex)
    return unsafe ColumnFilling.numbers(columns.4, into: &lines.label)
      && ColumnFilling.numbers(columns.5, into: &lines.sensor)
      && ColumnFilling.numbers(columns.7, orZeros: lines.count, into: &lines.tracking)
  }

  private static func fill(_ bearings: inout BearingDetections, _ view: contract_frame_view) -> Bool {
    unsafe ColumnFilling.floats(view.bearings.0, into: &bearings.originX_m)
    unsafe ColumnFilling.floats(view.bearings.1, into: &bearings.originY_m)
    unsafe ColumnFilling.floats(view.bearings.2, into: &bearings.azimuth_rad)
    unsafe ColumnFilling.floats(view.bearings.3, into: &bearings.sigma_rad)
    unsafe ColumnFilling.floats(view.bearings.6, into: &bearings.existence)
    return unsafe ColumnFilling.numbers(view.bearings.4, into: &bearings.label)
      && ColumnFilling.numbers(view.bearings.5, into: &bearings.sensor)
      && ColumnFilling.numbers(view.bearings.7, orZeros: bearings.count, into: &bearings.tracking)
  }
}
