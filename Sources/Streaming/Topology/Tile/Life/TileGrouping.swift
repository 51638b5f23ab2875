import Evidence
import MapModel

/// Changes of lines that have one cause are told as one.
extension TileSteps {
  /// Puts changes that are being applied into the groups they belong to; an event names its group once three are known or seem to come.
  mutating func group(_ events: inout [(name: ChangeName, event: ChangeEvent)]) {
    guard events.contains(where: { LineTrait($0.event) != nil }) else { return }
    state.book.groups.removeAll { $0.isOver(at: cause.time_ns) }
    let changing = Set(events.compactMap(\.event.pieceBefore))
    for index in events.indices {
      guard let trait = LineTrait(events[index].event) else { continue }
      let place = state.book.groups.firstIndex { $0.admits(trait) } ?? beginGroup(events[index].name, trait)
      state.book.groups[place].add(events[index].name, trait)
      state.book.groups[place].reach(in: state.evidence, tile: state.tile, besides: changing, policy: policy)
    }
    for index in events.indices {
      guard let group = state.book.groups.first(where: { $0.members.contains(events[index].name) }),
        group.members.count + group.risingCount >= ChangeGroup.fewest
      else { continue }
      events[index].event.cause = group.cause
      events[index].event.group = group.name.id(in: tile)
    }
  }

  private mutating func beginGroup(_ name: ChangeName, _ trait: LineTrait) -> Int {
    if state.book.groups.count >= ChangeBook.groupLimit { state.book.groups.removeFirst() }
    state.book.groups.append(ChangeGroup(name, trait))
    return state.book.groups.count - 1
  }

  /// Tells of groups that have grown by changes just applied.
  mutating func tellGroups(of names: [ChangeName]) {
    for index in state.book.groups.indices {
      let group = state.book.groups[index]
      guard group.members.count >= ChangeGroup.fewest, names.contains(where: group.members.contains) else { continue }
      state.book.groups[index].revision += 1
      let id = group.name.id(in: tile)
      say(
        Alert(
          alert: "group-\(id)", revision: state.book.groups[index].revision, severity: .info, tile: tile,
          changes: group.members.map { $0.id(in: tile) },
          title: "\(group.cause.name): \(group.members.count) lines of tile \(tile)",
          detail: Self.detail(of: group), isResolved: true, time_ns: cause.time_ns, cause: group.cause))
    }
  }

  private static func detail(of group: ChangeGroup) -> String {
    switch group.cause {
    case .repainted:
      "Lines beside each other lie \(group.shift_cm) cm aside since the same days, and what stands beside them does not: "
        + "the road was painted anew. The map follows."
    default: "Lines beside each other went on the same days. The map follows."
    }
  }
}
