import Geometry
import Localization
import MapModel
import Matching
import Observations
import Testing

/// What is taken for what: gates, classes, attributes, shapes.
@Suite struct PairingTests {
  @Test func thePosesUncertaintyWidensTheGate() {
    var scene = MatchScene()
    scene.map(.trafficSign, .point, [Vector2(20, 5)])
    scene.see(.trafficSign, at: Vector2(20, 6))
    #expect(scene.match().strayPoints.count == 1)
    scene.covariance.rows[1][1] = 0.25
    #expect(scene.match().strayPoints.isEmpty)
    // Only across: a metre along is as far as it was.
    scene.frame.points.x_m[0] = 21
    scene.frame.points.y_m[0] = 5
    #expect(scene.match().strayPoints.count == 1)
    scene.covariance.rows[0][0] = 0.25
    #expect(scene.match().strayPoints.isEmpty)
  }

  @Test func aTurnOfThePoseCountsWithTheDistance() {
    for (ahead, strays) in [(10.0, 1), (50.0, 0)] {
      var scene = MatchScene()
      scene.covariance.rows[2][2] = 0.01 * 0.01
      scene.map(.trafficSign, .point, [Vector2(ahead, 0)])
      scene.see(.trafficSign, at: Vector2(ahead, 0.9))
      #expect(scene.match().strayPoints.count == strays)
    }
  }

  @Test func twoSignsTakeTheirOwnThoughOneIsNearerToBoth() {
    var scene = MatchScene()
    let near = scene.map(.trafficSign, .point, [Vector2(20, 5)])
    let far = scene.map(.trafficSign, .point, [Vector2(20.6, 5)])
    scene.see(.trafficSign, at: Vector2(20.1, 5), sigma_m: 0.3)
    scene.see(.trafficSign, at: Vector2(19.7, 5), sigma_m: 0.3)
    #expect(Set(scene.seen()) == [.init(element: far, label: 0), .init(element: near, label: 1)])
  }

  @Test func aSignTakesTheOneOfItsValue() {
    for value in ["50", "70"] {
      var scene = MatchScene()
      let fifty = scene.map(.trafficSign, .point, [Vector2(20, 5)], [.init(.signValue, "50")])
      let seventy = scene.map(.trafficSign, .point, [Vector2(20.1, 5)], [.init(.signValue, "70")])
      scene.see(.trafficSign, at: Vector2(20.05, 5), [.init(.signValue, value)], sigma_m: 0.3)
      #expect(scene.seen().map(\.element) == [value == "50" ? fifty : seventy])
    }
  }

  @Test func aLightTakesTheOneOfItsKindAndAChangedSignStillItsOwn() {
    var scene = MatchScene()
    scene.map(.trafficLight, .point, [Vector2(20, 5)], [.init(.lightKind, "red_yellow_green")])
    let walk = scene.map(.trafficLight, .point, [Vector2(20.1, 5)], [.init(.lightKind, "red_green")])
    let changed = scene.map(.trafficSign, .point, [Vector2(30, 5)], [.init(.signValue, "50")])
    scene.see(.trafficLight, at: Vector2(20.05, 5), [.init(.lightKind, "red_green")], sigma_m: 0.3)
    scene.see(.trafficSign, at: Vector2(30, 5), [.init(.signValue, "30")])
    #expect(Set(scene.seen().map(\.element)) == [walk, changed])
  }

  @Test func whichClassIsMoreProbableDecidesBetweenLookAlikes() {
    var scene = MatchScene()
    let sign = scene.map(.trafficSign, .point, [Vector2(20, 5)])
    let pole = scene.map(.pole, .point, [Vector2(20.2, 5)])
    scene.see(.pole, at: Vector2(20.08, 5), sigma_m: 0.3)
    #expect(scene.seen().map(\.element) == [pole])
    // Where only the sign stands, it is taken.
    scene.elements.removeLast()
    #expect(scene.seen().map(\.element) == [sign])
    scene.frame.labels[0] = Label([.init(.workZoneObject)])
    #expect(scene.match().strayPoints.count == 1)
    // A second candidate is as good as a look-alike.
    scene.frame.labels[0] = Label([.init(.workZoneObject, probability: 0.7), .init(.trafficSign, probability: 0.3)])
    #expect(scene.seen().map(\.element) == [sign])
  }

  @Test func anAreaMatchesByItsMiddleHoweverItIsDrawn() {
    var scene = MatchScene()
    let crosswalk = scene.map(
      .crosswalk, .polygon, [Vector2(20, -4), Vector2(24, -4), Vector2(24, 4), Vector2(20, 4)])
    scene.see(
      area: [Vector2(24, 4), Vector2(22, 4), Vector2(20, 4), Vector2(20, -4), Vector2(24, -4)], .crosswalk)
    let matched = scene.match()
    #expect(scene.seen().map(\.element) == [crosswalk])
    #expect(matched.sightings[0].offset.length < 1e-3)
    scene.see(area: [Vector2(40, 4), Vector2(40, -4), Vector2(44, -4), Vector2(44, 4)], .crosswalk)
    let stray = scene.match().strayPoints
    #expect(stray.count == 1 && stray[0].isPolygon && stray[0].ring.count == 4)
    #expect(stray[0].position.distance(to: Vector2(42, 0)) < 1e-3)
  }

  @Test func directionsAreSharedOutOneToOneByAngleAlone() {
    var scene = MatchScene()
    let near = scene.map(.trafficSign, .point, [Vector2(20, 4)])
    let far = scene.map(.trafficSign, .point, [Vector2(50, 13)])
    scene.see(.trafficSign, towards: Vector2(20, 4))
    scene.see(.trafficSign, towards: Vector2(50, 13))
    #expect(Set(scene.seen()) == [.init(element: near, label: 0), .init(element: far, label: 1)])
    // A third one has nothing left, though both are within its gate.
    scene.see(.trafficSign, towards: Vector2(20, 4.3))
    #expect(scene.match().strayBearings.count == 1)
  }

  @Test func aLineAcrossIsNotALineAlong() {
    var scene = MatchScene()
    scene.map(.laneBoundary, .line, [Vector2(-40, 0), Vector2(40, 0)])
    scene.see(line: [Vector2(10, -6), Vector2(10, 6)], .laneBoundary)
    let matched = scene.match()
    #expect(matched.sightings.isEmpty && matched.strayLines.count == 1)
  }

  @Test func ofADoubleLineEachHalfTakesTheDetectionOfItsStyle() {
    var scene = MatchScene()
    let mapped = scene.map(.laneBoundary, .line, [Vector2(-40, 0), Vector2(40, 0)], [.init(.style, "solid")])
    for (north, style) in [(0.05, "dashed"), (-0.1, "solid")] {
      scene.see(line: [Vector2(5, north), Vector2(15, north)], .laneBoundary, [.init(.style, style)])
    }
    #expect(Set(scene.seen()) == [.init(element: mapped, label: 1)])
    // Colour tells them apart as well; where neither is known, the nearer one is taken.
    scene.elements[0].attributes = Attributes([.init(.colour, "white")])
    #expect(Set(scene.seen()) == [.init(element: mapped, label: 0)])
    scene.frame.labels[0] = Label([.init(.laneBoundary, attributes: Attributes([.init(.colour, "yellow")]))])
    #expect(Set(scene.seen()) == [.init(element: mapped, label: 1)])
  }
}
