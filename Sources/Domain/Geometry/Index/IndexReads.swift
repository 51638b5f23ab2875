import CGeometry

/// What one frame's questions read of their index, worked out from the same cells, lists and columns after the answers are there. For measuring
/// only: queries themselves count nothing.
public struct IndexReads: Sendable {
  /// Parts of an index.
  public enum Part: Int, CaseIterable, Sendable {
    /// Entries that say where cells begin.
    case directory
    /// Heads of cells.
    case heads
    /// Columns of points.
    case points
    /// Heads and columns of segments.
    case segments
    /// A view cell, with its entry.
    case view
    /// Whole lines asked of the memory ahead of need, read or not.
    case ahead
  }

  /// Entries that a place was compared with, and how many vectors of 16 lanes that took.
  public struct Scan: Sendable, Equatable {
    /// Entries compared.
    public private(set) var entries = 0
    /// Vectors they were read in.
    public private(set) var vectors = 0

    /// Nothing compared.
    public init() {}

    mutating func add(_ count: Int) {
      entries += count
      vectors += Self.vectors(count)
    }

    /// Adds what another scan took.
    public static func += (sum: inout Scan, other: Scan) {
      sum.entries += other.entries
      sum.vectors += other.vectors
    }

    static func vectors(_ count: Int) -> Int { (count + Int(GeoLanes) - 1) / Int(GeoLanes) }
  }

  /// Stretches of memory by address, as often as they are read; bytes behind a column that fill its last vector are among them. Of the numbers
  /// of segments those of all that were compared count where one was found: a few more than are read.
  public private(set) var stretches: [(part: Part, bytes: Range<UInt>)] = []
  /// Samples against segments.
  public internal(set) var segments = Scan()
  /// Point detections against points.
  public internal(set) var points = Scan()
  /// The position against points in view.
  public internal(set) var viewPoints = Scan()
  /// The position against lines in view.
  public internal(set) var viewLines = Scan()

  init() {}

  mutating func add(_ part: Part, _ start: UnsafeRawPointer, _ bytes: Int) {
    let first = UInt(bitPattern: start)
    if bytes > 0 { stretches.append((part, first..<first + UInt(bytes))) }
  }

  /// Notes some columns that follow each other, read in whole vectors from entry `at` on; returns where the next column begins.
  mutating func add(
    _ part: Part, columns: Int, of count: Int, width: Int, at start: UnsafeRawPointer, from first: Int = 0,
    entries: Int
  ) -> UnsafeRawPointer {
    for column in 0..<columns {
      unsafe add(
        part, start + (column * count + first) * width, Scan.vectors(entries) * Int(GeoLanes) * width)
    }
    return unsafe start + columns * count * width
  }

  /// Notes lines asked ahead from an address on.
  mutating func ask(_ start: UnsafeRawPointer, lines: Int) { unsafe add(.ahead, start, 64 * lines - 63) }

  /// Notes the directory entry of a cell; returns its head.
  mutating func cell(_ index: UnsafePointer<GeoIndex>, key: UInt32) -> UnsafePointer<GeoCellHead> {
    let number = Int(key >> 2)
    unsafe add(.directory, index.pointee.cells + number, 4)
    return unsafe geo_cell(index, Int32(number))
  }

  /// Notes all of the view cell around a place.
  mutating func view(_ index: UnsafePointer<GeoIndex>, _ place: GeoPlace) {
    let (column, row) = (place.column >> 1, place.row >> 1)
    let (columns, rows) = unsafe (index.pointee.viewColumns, index.pointee.viewRows)
    var start = unsafe UnsafeRawPointer(index.pointee.memory)
    if column >= 0, column < columns, row >= 0, row < rows {
      let entry = unsafe index.pointee.views + Int(row * columns + column)
      unsafe add(.view, entry, 4)
      unsafe start += 8 * Int(entry.pointee)
      unsafe ask(start, lines: 20)
    }
    let head = unsafe start.assumingMemoryBound(to: GeoViewHead.self).pointee
    let (points, lines) = (Int(head.points), Int(head.lines))
    unsafe add(.view, start, MemoryLayout<GeoViewHead>.size)
    var at = unsafe start + MemoryLayout<GeoViewHead>.size
    unsafe at = add(.view, columns: 2, of: points, width: 2, at: at, entries: points)
    unsafe at = add(.view, columns: 1, of: points, width: 4, at: at, entries: points)
    unsafe at = add(.view, columns: 5, of: lines, width: 2, at: at, entries: lines)
    // An odd number of lines is filled up to whole words.
    unsafe _ = add(.view, columns: 1, of: lines, width: 4, at: at + lines % 2 * 2, entries: lines)
    viewPoints.add(points)
    viewLines.add(lines)
  }
}

extension IndexQuery {
  /// What the frame's questions read, once all are answered.
  public func reads() -> IndexReads {
    var reads = IndexReads()
    unsafe samples.note(index.kernel, into: &reads)
    unsafe points.note(index.kernel, into: &reads)
    unsafe reads.view(index.kernel, place)
    return reads
  }
}
