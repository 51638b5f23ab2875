/// Which detection belongs to which element, at least total cost. Edges fall apart into small components; each is solved exactly in
/// O(n²·m) by successive shortest augmenting paths (Jonker & Volgenant 1987, doi:10.1007/BF02278710), with a place for "none" a detection.
public struct Assignment {
  /// A pairing that is allowed.
  public struct Edge: Hashable, Sendable {
    /// The detection.
    public var detection: Int
    /// The element.
    public var element: Int
    /// What the pairing costs.
    public var cost: Double

    /// A pairing of its parts.
    public init(detection: Int, element: Int, cost: Double) {
      self.detection = detection
      self.element = element
      self.cost = cost
    }
  }

  /// The chosen edges, ordered by detection: of all sets in which no detection and no element appears twice, the one with the least sum of
  /// costs, where a detection left alone costs `alone`.
  public static func solve(_ edges: [Edge], alone: Double) -> [Edge] {
    let useful = edges.filter { $0.cost < alone }
    guard useful.count > 1 else { return useful }
    var chosen: [Edge] = []
    for component in components(useful) {
      if component.count == 1 { chosen.append(component[0]) } else { chosen += exact(component, alone: alone) }
    }
    return chosen.sorted { $0.detection < $1.detection }
  }

  private static func components(_ edges: [Edge]) -> [[Edge]] {
    var parent = Array(edges.indices)
    func root(_ i: Int) -> Int {
      var i = i
      while parent[i] != i {
        parent[i] = parent[parent[i]]
        i = parent[i]
      }
      return i
    }
    var byDetection: [Int: Int] = [:]
    var byElement: [Int: Int] = [:]
    for (i, edge) in edges.enumerated() {
      if let j = byDetection.updateValue(i, forKey: edge.detection) { parent[root(i)] = root(j) }
      if let j = byElement.updateValue(i, forKey: edge.element) { parent[root(i)] = root(j) }
    }
    var place: [Int: Int] = [:]
    var out: [[Edge]] = []
    for (i, edge) in edges.enumerated() {
      let r = root(i)
      if let at = place[r] {
        out[at].append(edge)
      } else {
        place[r] = out.count
        out.append([edge])
      }
    }
    return out
  }

  private static func exact(_ edges: [Edge], alone: Double) -> [Edge] {
    let detections = Array(Set(edges.map(\.detection))).sorted()
    let elements = Array(Set(edges.map(\.element))).sorted()
    var row: [Int: Int] = [:]
    for (i, d) in detections.enumerated() { row[d] = i }
    var column: [Int: Int] = [:]
    for (i, e) in elements.enumerated() { column[e] = i }
    let n = detections.count
    let m = elements.count + n
    // Forbidden pairs cost more than any full assignment can.
    let forbidden = alone * Double(n + 1) + 1
    var cost = Array(repeating: Array(repeating: forbidden, count: m), count: n)
    for edge in edges {
      guard let i = row[edge.detection], let j = column[edge.element] else { continue }
      cost[i][j] = min(cost[i][j], edge.cost)
    }
    for i in 0..<n { cost[i][elements.count + i] = alone }
    let columns = hungarian(cost)
    var chosen: [Edge] = []
    for (i, j) in columns.enumerated() where j < elements.count && cost[i][j] < alone {
      chosen.append(Edge(detection: detections[i], element: elements[j], cost: cost[i][j]))
    }
    return chosen
  }

  /// The column of each row in a cheapest assignment of all rows; at least as many columns as rows.
  static func hungarian(_ cost: [[Double]]) -> [Int] {
    let n = cost.count
    let m = cost.first?.count ?? 0
    var u = [Double](repeating: 0, count: n + 1)
    var v = [Double](repeating: 0, count: m + 1)
    var rowOf = [Int](repeating: 0, count: m + 1)
    for i in 1...max(n, 1) where n > 0 {
      rowOf[0] = i
      var j0 = 0
      var least = [Double](repeating: .infinity, count: m + 1)
      var from = [Int](repeating: 0, count: m + 1)
      var done = [Bool](repeating: false, count: m + 1)
      repeat {
        done[j0] = true
        let i0 = rowOf[j0]
        var delta = Double.infinity
        var j1 = 0
        for j in 1...m where !done[j] {
          let reduced = cost[i0 - 1][j - 1] - u[i0] - v[j]
          if reduced < least[j] {
            least[j] = reduced
            from[j] = j0
          }
          if least[j] < delta {
            delta = least[j]
            j1 = j
          }
        }
        for j in 0...m {
          if done[j] {
            u[rowOf[j]] += delta
            v[j] -= delta
          } else {
            least[j] -= delta
          }
        }
        j0 = j1
      } while rowOf[j0] != 0
      repeat {
        let previous = from[j0]
        rowOf[j0] = rowOf[previous]
        j0 = previous
      } while j0 != 0
    }
    var columns = [Int](repeating: 0, count: n)
    for j in 1...max(m, 1) where m > 0 && rowOf[j] > 0 { columns[rowOf[j] - 1] = j - 1 }
    return columns
  }
}
