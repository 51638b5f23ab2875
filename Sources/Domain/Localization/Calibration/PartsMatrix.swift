/// Four symmetric, positive definite matrices of the same size, one for each part of a correction.
struct PartsMatrix: Sendable {
  typealias Parts = CameraCorrection.Parts
  let size: Int
  private var cells: [Parts]

  /// Zeros.
  init(size: Int) {
    self.size = size
    cells = Array(repeating: .zero, count: size * size)
  }

  subscript(row: Int, column: Int) -> Parts {
    get { cells[row * size + column] }
    set { cells[row * size + column] = newValue }
  }

  /// The inverse, by Gauss and Jordan's elimination; positive definite matrices need no exchange of rows. O(size³).
  var inverse: PartsMatrix {
    var left = self
    var right = PartsMatrix(size: size)
    for i in 0..<size { right[i, i] = Parts(repeating: 1) }
    for pivot in 0..<size {
      let scale = 1 / left[pivot, pivot]
      for column in 0..<size {
        left[pivot, column] *= scale
        right[pivot, column] *= scale
      }
      for row in 0..<size where row != pivot {
        let factor = left[row, pivot]
        for column in 0..<size {
          left[row, column] -= factor * left[pivot, column]
          right[row, column] -= factor * right[pivot, column]
        }
      }
    }
    return right
  }

  /// The product with a vector.
  func times(_ vector: [Parts]) -> [Parts] {
    (0..<size).map { row in (0..<size).reduce(into: Parts.zero) { $0 += self[row, $1] * vector[$1] } }
  }

  /// xᵀ M x.
  func form(_ vector: [Parts]) -> Parts {
    zip(vector, times(vector)).reduce(into: Parts.zero) { $0 += $1.0 * $1.1 }
  }
}
